-- One row per record of every imported file, good or set aside at import.
--
-- The only reader of the history store. Empty text is no text: exports of all generations write
-- "" where they know nothing.

with

history as (

    select * from {{ source('spotify', 'history_records') }}

),

final as (

    select
        history.file_sha256,
        history.record_number,

        nullif(history.artist_name, '') as artist_name,
        nullif(history.track_name, '') as track_name,
        nullif(history.track_uri, '') as track_uri,
        nullif(history.album_name, '') as album_name,
        nullif(history.show_name, '') as show_name,
        nullif(history.episode_name, '') as episode_name,
        nullif(history.episode_uri, '') as episode_uri,
        nullif(history.audiobook_title, '') as audiobook_title,
        nullif(history.audiobook_uri, '') as audiobook_uri,

        history.ms_played,
        nullif(history.country, '') as country,
        nullif(history.reason_start, '') as reason_start,
        nullif(history.reason_end, '') as reason_end,
        history.reject_reason,

        history.is_shuffle,
        history.is_skipped,
        history.is_offline,
        history.is_incognito,

        history.ended_at,
        history.offline_at

    from history

)

select * from final
