-- One row per artist that is looked up for where the taste is heading, in the order of `place`.
--
-- Two lists take turns: engaged minutes, older ones counting less, and the same for artists that
-- are new to the listener. Both weights were measured on real listeners (docs/formulas).

with

parameters as (

    select * from {{ ref('int_run__parameters') }}

),

artist_periods as (

    select * from {{ ref('artist_periods') }}

),

engaged_minutes as (

    select
        artist_periods.artist_id,
        sum(cast(
            artist_periods.minutes * artist_periods.mean_engagement * {{ half_life_decay(
                days_between('artist_periods.period_start_date', 'parameters.as_of'),
                var('temporal_half_life_days')
            ) }} as decimal(18, 6)
        )) as recent_minutes,
        min(artist_periods.period_start_date) as first_period_start_date

    from artist_periods
    cross join parameters

    group by artist_periods.artist_id

),

heading as (

    select
        engaged_minutes.artist_id,
        row_number() over (
            order by engaged_minutes.recent_minutes desc, engaged_minutes.artist_id asc
        ) as recent_place,
        row_number() over (
            order by
                engaged_minutes.recent_minutes * {{ half_life_decay(
                    days_between('engaged_minutes.first_period_start_date', 'parameters.as_of'),
                    var('adoption_half_life_days')
                ) }} desc,
                engaged_minutes.artist_id asc
        ) as adopted_place

    from engaged_minutes
    cross join parameters

),

final as (

    select
        heading.artist_id,
        row_number() over (
            order by least(heading.recent_place, heading.adopted_place) asc, heading.artist_id asc
        ) as place

    from heading

    qualify place <= {{ var('temporal_lookup_count') }}

)

select * from final
