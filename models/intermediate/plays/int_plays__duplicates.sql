-- One row per record that repeats another record of the same play.
--
-- 1. The same recording with the same length played that starts before the one before it ended is
--    the same play: two exports overlap, or Spotify wrote it twice. A loop starts after the end
--    and stays. Plays synced from offline devices share the time of the sync: their own offline
--    time tells them apart. The account form knows only the minute, where a loop seems to overlap:
--    there only the same minute is the same play.
-- 2. The account form knows only the minute, and another artist name for guests: its record is
--    the same play as an extended one of the same track title and length played around that
--    minute, and the extended one wins.

with

candidates as (

    select * from {{ ref('int_plays__identified') }} where reject_reason is null

),

-- Hashes keep the sort narrow; within one build they are stable, and no table keeps them.
keyed as (

    select
        candidates.file_number,
        candidates.record_number,
        candidates.form,
        candidates.ms_played,
        candidates.ended_at,
        hash(candidates.track_key) as title_hash,
        hash(
            candidates.form,
            candidates.artist_id,
            candidates.track_key,
            case when candidates.is_offline then candidates.offline_at end
        ) as recording_hash

    from candidates

),

repeated_lengths as (

    select
        keyed.recording_hash,
        keyed.ms_played

    from keyed

    group by keyed.recording_hash, keyed.ms_played

    having count(*) > 1

),

neighbours as (

    select
        keyed.file_number,
        keyed.record_number,
        keyed.form,
        keyed.ended_at,
        keyed.ms_played,
        lag(keyed.ended_at) over (
            partition by keyed.recording_hash, keyed.ms_played
            order by
                keyed.ended_at asc,
                keyed.file_number asc,
                keyed.record_number asc
        ) as ended_before_at

    from keyed
    inner join repeated_lengths
        on keyed.recording_hash = repeated_lengths.recording_hash
        and keyed.ms_played = repeated_lengths.ms_played

),

overlapping as (

    select
        neighbours.file_number,
        neighbours.record_number,
        case
            when neighbours.ended_at = neighbours.ended_before_at then 'duplicate'
            else 'near_duplicate'
        end as reject_reason

    from neighbours

    where
        neighbours.ended_at = neighbours.ended_before_at
        or (
            neighbours.form = 'extended'
            and neighbours.ended_at - to_milliseconds(neighbours.ms_played)
            < neighbours.ended_before_at
            - to_milliseconds({{ var('duplicate_overlap_tolerance_ms') }})
        )

),

in_both_forms as (

    select distinct
        account.file_number,
        account.record_number,
        'duplicate_of_extended' as reject_reason

    from keyed as account
    inner join keyed as extended
        on account.title_hash = extended.title_hash
        and account.ms_played = extended.ms_played
        and extended.ended_at
        >= account.ended_at - to_seconds({{ var('account_match_tolerance_seconds') }})
        and extended.ended_at
        < account.ended_at
        + to_minutes(1)
        + to_seconds({{ var('account_match_tolerance_seconds') }})

    where account.form = 'account' and extended.form = 'extended'

),

final as (

    select
        in_both_forms.file_number,
        in_both_forms.record_number,
        in_both_forms.reject_reason

    from in_both_forms

    union all

    select
        overlapping.file_number,
        overlapping.record_number,
        overlapping.reject_reason

    from overlapping
    anti join in_both_forms
        on overlapping.file_number = in_both_forms.file_number
        and overlapping.record_number = in_both_forms.record_number

)

select * from final
