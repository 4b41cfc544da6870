-- One row per ranked artist of the listener: its place, its hours, and the hours down to it.
--
-- `is_curve_point` marks about `page_curve_point_count` artists, spread evenly over the ranks and
-- the first and last among them, enough to draw the curve.

with

preferences as (

    select * from {{ ref('artist_preferences') }}

),

run_report as (

    select * from {{ ref('run_report') }}

),

counted as (

    select
        preferences.*,
        count(*) over () as artist_count,
        sum(preferences.hours) over () as total_hours,
        sum(preferences.hours) over (order by preferences.preference_rank asc)
            as cumulative_hours

    from preferences

),

final as (

    select
        counted.artist_id,

        counted.artist_name,
        counted.tier_band,

        counted.preference_rank,
        counted.play_count,
        counted.hours,
        {{ rounded_score('counted.preference_rank / counted.artist_count') }}
            as cumulative_artists_share,
        {{ rounded_score(
            'coalesce(counted.cumulative_hours / nullif(counted.total_hours, 0), 0)'
        ) }}
            as cumulative_hours_share,

        counted.preference_rank = 1
        or floor(
            counted.preference_rank * {{ var('page_curve_point_count') }} / counted.artist_count
        )
        > floor(
            (counted.preference_rank - 1) * {{ var('page_curve_point_count') }}
            / counted.artist_count
        ) as is_curve_point,
        counted.preference_rank between run_report.tier_start and run_report.tier_end_used
            as is_in_tier,

        cast(counted.last_engaged_at as date) as last_engaged_date

    from counted
    cross join run_report

)

select * from final
