-- One row per kept play.
--
-- The table to ask: when, what, how long, how it ended, where and in which part of the day, week
-- and year. What was left out, and why, is in `import_ledger`.

with

plays as (

    select * from {{ ref('int_engagement__plays') }}

),

files as (

    select * from {{ ref('int_plays__files') }}

),

dayparts as (

    select * from {{ ref('dayparts') }}

),

weekparts as (

    select * from {{ ref('weekparts') }}

),

seasons as (

    select * from {{ ref('seasons') }}

),

final as (

    select
        files.file_mark || '-' || plays.record_number as play_id,
        plays.artist_id,
        plays.track_id,

        plays.artist_name,
        plays.track_name,
        plays.album_name,
        plays.outcome,
        plays.duration_source,
        dayparts.daypart,
        weekparts.weekpart,
        seasons.season,
        plays.country,
        files.file as source_file,
        plays.source_kind,

        plays.ms_played,
        plays.duration_ms,
        plays.completion,
        plays.engagement_score,

        {{ is_engaged('plays') }} as is_engaged,
        plays.is_chosen,
        plays.is_shuffle,
        plays.is_offline,
        plays.is_incognito,

        plays.started_at,
        plays.ended_at,
        plays.local_started_at

    from plays
    inner join files on plays.file_number = files.file_number
    inner join dayparts on hour(plays.local_started_at) = dayparts.local_hour
    inner join weekparts on isodow(plays.local_started_at) = weekparts.local_weekday
    inner join seasons
        on month(plays.local_started_at) = seasons.local_month
        and plays.hemisphere = seasons.hemisphere

)

select * from final
