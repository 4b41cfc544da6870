-- One row per artist × tag: what its music is called, heaviest tags first.
--
-- A provider weighs an artist's tags against the heaviest one; the weight here is the mean over the
-- providers that have tags for the artist, so a tag that only one of two gives counts half.

with

details as (

    select * from {{ ref('fetch_artist_details') }}

),

ignored_tags as (

    select * from {{ ref('ignored_tags') }}

),

told as (

    select
        details.artist_id,
        details.provider,
        unnest(details.tags) as told_tag

    from details

),

folded as (

    select
        told.artist_id,
        told.provider,
        {{ name_key('told.told_tag.tag') }} as tag,
        max(cast(told.told_tag.weight as decimal(9, 6))) as weight

    from told

    group by told.artist_id, told.provider, {{ name_key('told.told_tag.tag') }}

),

provider_counts as (

    select
        folded.artist_id,
        count(distinct folded.provider) as provider_count

    from folded

    group by folded.artist_id

),

tags as (

    select
        folded.artist_id,
        folded.tag,
        sum(folded.weight) as weight_sum,
        string_agg(folded.provider, ', ' order by folded.provider asc) as source

    from folded
    anti join ignored_tags on folded.tag = ignored_tags.tag

    where folded.tag <> '' and folded.tag <> folded.artist_id

    group by folded.artist_id, folded.tag

),

weighed as (

    select
        tags.artist_id,
        tags.tag,
        tags.source,
        {{ rounded_score('tags.weight_sum / provider_counts.provider_count') }} as weight

    from tags
    inner join provider_counts on tags.artist_id = provider_counts.artist_id

),

final as (

    select
        weighed.artist_id,
        weighed.tag,

        weighed.source,

        row_number() over (
            partition by weighed.artist_id order by weighed.weight desc, weighed.tag asc
        ) as tag_rank,
        weighed.weight

    from weighed

    qualify tag_rank <= {{ var('tags_per_artist') }}

)

select * from final
