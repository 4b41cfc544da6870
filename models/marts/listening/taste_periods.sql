-- One row per period with plays: how much, how new, how concentrated, how like the period before,
-- with its tags and the era it lies in.
--
-- concentration is 1 minus the entropy of the period's minutes over its artists against the most
-- even spread: 1 is one artist only, 0 is all alike. similarity is the cosine of the minutes per
-- artist with the last period that had plays, music_similarity the same in the latent space of the
-- similarity graph, where two artists that sound alike are near each other.

with

artist_periods as (

    select * from {{ ref('artist_periods') }}

),

periods as (

    select * from {{ ref('int_taste__periods') }}

),

tag_lists as (

    select * from {{ ref('int_taste__tag_lists') }} where slice_kind = 'period'

),

shares as (

    select
        artist_periods.*,
        artist_periods.ms_played / nullif(
            sum(artist_periods.ms_played) over (partition by artist_periods.period_start_date), 0
        ) as time_share

    from artist_periods

),

totals as (

    select
        shares.period_start_date,
        count(*) as artist_count,
        sum(shares.play_count) as play_count,
        sum(shares.ms_played) as ms_played,
        sum(shares.ms_played) filter (where shares.is_first_period)
            as new_ms_played,
        count(*) filter (where shares.is_first_period) as new_artist_count,
        sum({{ entropy_term('shares.time_share') }}) as entropy,
        sum(cast(shares.ms_played as hugeint) * shares.ms_played) as squared_length

    from shares

    group by shares.period_start_date

),

in_order as (

    select
        totals.*,
        periods.era_number,
        periods.similarity_to_period_before as music_similarity_to_period_before,
        periods.period_before_date as before_date,
        before.squared_length as before_squared_length

    from totals
    inner join periods on totals.period_start_date = periods.period_start_date
    left join totals as before on periods.period_before_date = before.period_start_date

),

shared_listening as (

    select
        in_order.period_start_date,
        sum(cast(artist_periods.ms_played as hugeint) * before_periods.ms_played) as product

    from in_order
    inner join artist_periods on in_order.period_start_date = artist_periods.period_start_date
    inner join artist_periods as before_periods
        on in_order.before_date = before_periods.period_start_date
        and artist_periods.artist_id = before_periods.artist_id

    group by in_order.period_start_date

),

final as (

    select
        in_order.period_start_date,

        in_order.era_number,
        in_order.artist_count,
        in_order.new_artist_count,
        cast(in_order.play_count as bigint) as play_count,
        {{ hours('in_order.ms_played') }} as hours,
        {{ rounded_score('in_order.new_artist_count / in_order.artist_count') }}
            as new_artist_share,
        {{ rounded_score('coalesce(in_order.new_ms_played / nullif(in_order.ms_played, 0), 0)') }}
            as new_minutes_share,
        {{ rounded_score(
            'greatest(0, 1 - coalesce(in_order.entropy / nullif(ln(in_order.artist_count), 0), 0))'
        ) }}
            as concentration,
        case
            when in_order.before_date is not null then {{ rounded_score(
                'coalesce(shared_listening.product, 0)'
                ~ ' / nullif(sqrt(in_order.squared_length) * sqrt(in_order.before_squared_length), 0)'
            ) }}
        end as similarity_to_period_before,
        in_order.music_similarity_to_period_before,
        coalesce(tag_lists.leading_tags, []) as leading_tags,
        coalesce(tag_lists.risen_tags, []) as risen_tags,
        coalesce(tag_lists.fallen_tags, []) as fallen_tags

    from in_order
    left join shared_listening on in_order.period_start_date = shared_listening.period_start_date
    left join tag_lists on cast(in_order.period_start_date as varchar) = tag_lists.slice

)

select * from final
