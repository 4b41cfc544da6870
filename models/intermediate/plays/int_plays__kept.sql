-- One row per kept play: when it was, in UTC and where the listener was.
--
-- The export knows only when a play ended, in UTC. It started `ms_played` earlier. Local time
-- follows the country of the play: its only time zone; the home zone where the country is unknown
-- (`ZZ`) or has several zones and is home; elsewhere the most populous zone of that country.
-- Daylight saving comes with the zones.

with

records as (

    select * from {{ ref('int_plays__identified') }} where reject_reason is null

),

duplicates as (

    select * from {{ ref('int_plays__duplicates') }}

),

country_timezones as (

    select * from {{ ref('country_timezones') }}

),

home as (

    select * from {{ ref('int_run__home') }}

),

places as (

    select
        country_timezones.country,
        country_timezones.hemisphere,
        case
            when
                country_timezones.has_several_timezones
                and country_timezones.country = home.home_country
                then home.home_timezone
            else country_timezones.timezone
        end as timezone

    from country_timezones
    cross join home

),

kept as (

    select
        records.*,
        {{ recording_key('records.artist_id', 'records.track_key') }} as track_id,
        records.ended_at - to_milliseconds(records.ms_played) as started_at

    from records
    anti join duplicates
        on records.file_number = duplicates.file_number
        and records.record_number = duplicates.record_number

),

final as (

    select
        kept.file_number,
        kept.record_number,
        kept.artist_id,
        kept.track_id,

        kept.artist_name,
        kept.track_name,
        kept.album_name,
        places.country,
        coalesce(places.hemisphere, home.home_hemisphere) as hemisphere,
        kept.reason_start,
        kept.reason_end,
        kept.form,
        kept.source_kind,

        kept.ms_played,

        kept.is_shuffle,
        kept.is_skipped,
        kept.is_offline,
        kept.is_incognito,

        kept.started_at,
        kept.ended_at,
        timezone(
            coalesce(places.timezone, home.home_timezone), timezone('UTC', kept.started_at)
        ) as local_started_at

    from kept
    cross join home
    left join places on kept.country = places.country

)

select * from final
