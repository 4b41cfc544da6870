-- One row per artist × moment: how much it had been listened to until then, older listening
-- counting less.
--
-- Moment 0 is now. Moment n is the start of the n-th newest period and knows only what came before
-- it: the temporal engine asks there how well it would have foretold the period that followed,
-- whose newly taken up artists are marked
-- `is_next`. Half-lives were measured on real listeners
-- (docs/formulas).

with

parameters as (

    select * from {{ ref('int_run__parameters') }}

),

artist_periods as (

    select * from {{ ref('int_engagement__artist_periods') }}

),

moments as (

    select
        0 as moment,
        parameters.as_of as moment_at

    from parameters

    union all

    select distinct
        artist_periods.period_number as moment,
        cast(artist_periods.period_start_date as timestamp) as moment_at

    from artist_periods

    where artist_periods.period_number <= {{ var('foresight_period_count') }} + 1

),

until_then as (

    select
        artist_periods.artist_id,
        moments.moment,
        moments.moment_at,
        sum(cast(
            artist_periods.engaged_minutes * {{ half_life_decay(
                days_between('artist_periods.period_start_date', 'moments.moment_at'),
                var('temporal_half_life_days')
            ) }} as decimal(18, 6)
        )) as recent_minutes,
        min(artist_periods.period_start_date) as first_period_start_date

    from artist_periods
    inner join moments on artist_periods.period_number > moments.moment

    group by artist_periods.artist_id, moments.moment, moments.moment_at

),

taken_up_next as (

    select
        artist_periods.artist_id,
        artist_periods.period_number as moment

    from artist_periods
    inner join moments on artist_periods.period_number = moments.moment

    where artist_periods.is_taken_up

),

final as (

    select
        until_then.artist_id,
        until_then.moment,

        until_then.recent_minutes,
        cast(
            until_then.recent_minutes * {{ half_life_decay(
                days_between('until_then.first_period_start_date', 'until_then.moment_at'),
                var('adoption_half_life_days')
            ) }} as decimal(18, 6)
        ) as adopted_minutes,

        false as is_next

    from until_then

    union all

    select
        taken_up_next.artist_id,
        taken_up_next.moment,

        0 as recent_minutes,
        0 as adopted_minutes,

        true as is_next

    from taken_up_next

)

select * from final
