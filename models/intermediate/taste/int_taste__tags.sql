-- One row per slice × tag that its artists, or those of the slice it is compared with, carry.
--
-- weight is the mean of the tag's weight over the artists of which tags are known, by the time
-- they were played: 1 if all of the time went to artists whose heaviest tag it is. lift compares
-- it with all of the listening.

with

slices as (

    select * from {{ ref('int_taste__slices') }}

),

artist_tags as (

    select * from {{ ref('artist_tags') }}

),

tagged_artists as (

    select distinct artist_tags.artist_id from artist_tags

),

tagged as (

    select
        slices.slice_kind,
        slices.slice,
        slices.compared_slice,
        sum(slices.ms_played) as ms_played

    from slices
    semi join tagged_artists on slices.artist_id = tagged_artists.artist_id

    group by slices.slice_kind, slices.slice, slices.compared_slice

),

played_tags as (

    select
        slices.slice_kind,
        slices.slice,
        artist_tags.tag,
        count(*) as artist_count,
        -- Wide enough for a product of any length: DuckDB would cut it to 18 digits, and fail.
        sum(cast(slices.ms_played as decimal(24, 0)) * cast(artist_tags.weight as decimal(9, 6)))
            as weighted_ms

    from slices
    inner join artist_tags on slices.artist_id = artist_tags.artist_id

    group by slices.slice_kind, slices.slice, artist_tags.tag

),

weights as (

    select
        played_tags.*,
        {{ rounded_score('played_tags.weighted_ms / nullif(tagged.ms_played, 0)') }} as weight

    from played_tags
    inner join tagged
        on played_tags.slice_kind = tagged.slice_kind
        and played_tags.slice = tagged.slice

),

told as (

    select
        tagged.slice_kind,
        tagged.slice,
        tagged.compared_slice,
        weights.tag

    from tagged
    inner join weights
        on tagged.slice_kind = weights.slice_kind
        and weights.slice in (tagged.slice, tagged.compared_slice)

    group by tagged.slice_kind, tagged.slice, tagged.compared_slice, weights.tag

),

compared as (

    select
        told.slice_kind,
        told.slice,
        told.tag,
        coalesce(weights.artist_count, 0) as artist_count,
        coalesce(weights.weight, 0) as weight,
        coalesce(all_weights.weight, 0) as usual_weight,
        case when before.slice is not null then coalesce(before_weights.weight, 0) end
            as weight_before

    from told
    left join weights
        on told.slice_kind = weights.slice_kind
        and told.slice = weights.slice
        and told.tag = weights.tag
    left join tagged as before
        on told.slice_kind = before.slice_kind
        and told.compared_slice = before.slice
    left join weights as before_weights
        on told.slice_kind = before_weights.slice_kind
        and told.compared_slice = before_weights.slice
        and told.tag = before_weights.tag
    left join weights as all_weights
        on all_weights.slice_kind = 'context'
        and all_weights.slice = {{ any_context() }}
        and told.tag = all_weights.tag

),

final as (

    select
        compared.slice_kind,
        compared.slice,
        compared.tag,

        compared.artist_count,
        compared.weight,
        {{ rounded_score(tag_lift('compared.weight', 'compared.usual_weight')) }} as lift,
        {{ rounded_score('compared.weight - compared.weight_before') }} as change

    from compared

)

select * from final
