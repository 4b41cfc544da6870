-- One row per record: what it is a play of, and why it cannot be one where it cannot.
--
-- Reasons that a record shows by itself, the first that holds: set aside at import, a podcast
-- episode, an audiobook chapter, no artist or track, a placeholder artist, later than `as_of`,
-- nothing played. Duplicates come after.

with

records as (

    select * from {{ ref('stg_spotify__records') }}

),

files as (

    select * from {{ ref('int_plays__files') }}

),

artist_names as (

    select * from {{ ref('int_plays__artist_names') }}

),

track_names as (

    select * from {{ ref('int_plays__track_names') }}

),

rejected_artists as (

    select * from {{ ref('special_artists') }} where treatment = 'rejected'

),

final as (

    select
        files.file_number,
        records.record_number,
        artist_names.artist_id,
        track_names.track_key,

        records.artist_name,
        records.track_name,
        records.album_name,
        records.country,
        records.reason_start,
        records.reason_end,
        files.form,
        files.source_kind,
        case
            when records.reject_reason is not null then records.reject_reason
            when
                records.track_uri is null
                and (records.audiobook_uri is not null or records.audiobook_title is not null)
                then 'audiobook'
            when
                records.track_uri is null
                and (records.episode_uri is not null or records.episode_name is not null)
                then 'podcast'
            when
                coalesce(artist_names.artist_id, '') = ''
                or coalesce(track_names.track_key, '') = ''
                then 'no_artist_or_track'
            when rejected_artists.reason is not null then rejected_artists.reason
            when records.ended_at > {{ as_of() }} then 'after_as_of'
            when records.ms_played = 0 then 'nothing_played'
        end as reject_reason,

        records.ms_played,

        records.is_shuffle,
        records.is_skipped,
        records.is_offline,
        records.is_incognito,

        records.ended_at,
        records.offline_at

    from records
    inner join files on records.file_sha256 = files.file_sha256
    left join artist_names on records.artist_name = artist_names.artist_name
    left join track_names on records.track_name = track_names.track_name
    left join rejected_artists
        on artist_names.artist_id = rejected_artists.artist_id
        and rejected_artists.form in ('any', files.form)

)

select * from final
