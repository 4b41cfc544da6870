-- One row per artist: how much it was heard lately, this past year, and in the times before.
--
-- Lately is the last `page_recent_days` before the newest play; the year is the twelve months
-- before it. Each is set against a stretch of the same length before.

with

plays as (

    select * from {{ ref('fct_plays') }}

),

run_report as (

    select * from {{ ref('run_report') }}

),

stretches as (

    select
        run_report.as_of - interval ({{ var('page_recent_days') }}) day as recent_at,
        run_report.as_of - interval ({{ var('page_recent_days') }}) day
        - interval ({{ var('page_recent_days') }}) day as before_at,
        run_report.as_of - interval 1 year as year_at,
        run_report.as_of - interval 1 year - interval 1 year as year_before_at

    from run_report

),

heard as (

    select
        plays.artist_id,
        min(plays.started_at) as first_played_at,
        max(plays.started_at) as last_played_at,
        max(plays.started_at) filter (where plays.started_at <= stretches.recent_at)
            as last_before_at,
        count(*) filter (where plays.started_at > stretches.recent_at) as recent_play_count,
        sum(plays.ms_played) filter (where plays.started_at > stretches.recent_at)
            as recent_ms_played,
        count(*) filter (
            where
            plays.started_at > stretches.before_at and plays.started_at <= stretches.recent_at
        ) as before_play_count,
        sum(plays.ms_played) filter (
            where
            plays.started_at > stretches.before_at and plays.started_at <= stretches.recent_at
        ) as before_ms_played,
        count(*) filter (where plays.started_at > stretches.year_at) as year_play_count,
        sum(plays.ms_played) filter (where plays.started_at > stretches.year_at)
            as year_ms_played,
        count(*) filter (
            where
            plays.started_at > stretches.year_before_at
            and plays.started_at <= stretches.year_at
        ) as year_before_play_count,
        sum(plays.ms_played) filter (
            where
            plays.started_at > stretches.year_before_at
            and plays.started_at <= stretches.year_at
        ) as year_before_ms_played

    from plays
    cross join stretches

    group by plays.artist_id

),

artists as (

    select * from {{ ref('dim_artists') }}

),

final as (

    select
        heard.artist_id,

        artists.artist_name,

        row_number() over (
            order by
                coalesce(heard.year_ms_played, 0) desc,
                artists.ms_played desc,
                heard.artist_id asc
        ) as year_place,
        heard.recent_play_count,
        {{ hours('coalesce(heard.recent_ms_played, 0)') }} as recent_hours,
        heard.before_play_count,
        {{ hours('coalesce(heard.before_ms_played, 0)') }} as before_hours,
        heard.year_play_count,
        {{ hours('coalesce(heard.year_ms_played, 0)') }} as year_hours,
        heard.year_before_play_count,
        {{ hours('coalesce(heard.year_before_ms_played, 0)') }} as year_before_hours,
        {{ days_between('heard.last_before_at', 'stretches.recent_at') }} as silent_days_before,

        heard.first_played_at > stretches.recent_at as is_new_lately,
        heard.first_played_at > stretches.year_at as is_new_this_year,
        heard.first_played_at > stretches.year_before_at
        and heard.first_played_at <= stretches.year_at as is_new_year_before,

        heard.first_played_at,
        heard.last_played_at

    from heard
    inner join artists on heard.artist_id = artists.artist_id
    cross join stretches

)

select * from final
