-- One row per kept play: how much of the track was heard, how it ended, and what that says about
-- taste.
--
-- finished: Spotify says so, or `finished_min_completion` of the track was heard, however it ended.
-- skipped: ended by the listener before that. neutral: everything else (logged out, taken over by
-- another device, crashed) says nothing. Spotify's own `skipped` is missing or false from 2016/17
-- to autumn 2022, so it only adds to the reason.

with

plays as (

    select * from {{ ref('int_plays__kept') }}

),

track_lengths as (

    select * from {{ ref('int_plays__track_lengths') }}

),

start_reasons as (

    select * from {{ ref('play_reasons') }} where moment = 'start'

),

end_reasons as (

    select * from {{ ref('play_reasons') }} where moment = 'end'

),

completed as (

    select
        plays.*,
        track_lengths.duration_ms,
        track_lengths.duration_source,
        end_reasons.meaning as end_meaning,
        case
            when plays.reason_start is not null
                then coalesce(start_reasons.meaning = 'chosen', false)
        end as is_chosen,
        {{ completion('plays.ms_played', 'track_lengths.duration_ms') }} as completion

    from plays
    inner join track_lengths on plays.track_id = track_lengths.track_id
    left join start_reasons on plays.reason_start = start_reasons.reason
    left join end_reasons on plays.reason_end = end_reasons.reason

),

judged as (

    select
        completed.*,
        {{ play_outcome(
            'completed.end_meaning', 'completed.is_skipped', 'completed.completion'
        ) }} as outcome

    from completed

),

final as (

    select
        judged.file_number,
        judged.record_number,
        judged.artist_id,
        judged.track_id,

        judged.artist_name,
        judged.track_name,
        judged.album_name,
        judged.country,
        judged.hemisphere,
        judged.form,
        judged.source_kind,
        judged.outcome,
        judged.duration_source,

        judged.ms_played,
        judged.duration_ms,
        judged.completion,
        {{ engagement_score(
            'judged.outcome', 'judged.completion', 'judged.is_chosen', 'judged.is_shuffle'
        ) }} as engagement_score,

        judged.is_chosen,
        judged.is_shuffle,
        judged.is_offline,
        judged.is_incognito,

        judged.started_at,
        judged.ended_at,
        judged.local_started_at

    from judged

)

select * from final
