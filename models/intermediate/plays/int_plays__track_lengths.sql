-- One row per recording: how long it is, and how that is known.
--
-- The export has no track length. In this order:
-- 1. repeated: the length, to the second, at which finished plays agree most often (at least
--    `track_length_min_repeats` times; the longer of two equally often seen ones). The account form
--    does not say what was finished: there all plays may agree.
-- 2. finished: the longest finished play that is at most `track_length_median_tolerance_share`
--    above their median.
-- 3. estimated: a high quantile of all plays, but not less than the typical length: the median of
--    those known by 1 or 2, else `track_length_typical_ms`. Else a track that was only ever skipped
--    after two seconds would be two seconds long, and finished each time.
-- Plain maxima lie: going back in a track makes a play longer than the track.

with

plays as (

    select * from {{ ref('int_plays__kept') }}

),

play_reasons as (

    select * from {{ ref('play_reasons') }} where moment = 'end' and meaning = 'finished'

),

measured as (

    select
        plays.track_id,
        plays.ms_played,
        cast(round(plays.ms_played / {{ ms_per_second() }}) as bigint) as played_seconds,
        plays.ms_played >= {{ var('track_length_min_ms') }} as is_long_enough,
        play_reasons.reason is not null
        and plays.ms_played >= {{ var('track_length_min_ms') }} as is_finished,
        plays.form = 'account' as is_end_unknown

    from plays
    left join play_reasons on plays.reason_end = play_reasons.reason

),

repeats as (

    select
        measured.track_id,
        measured.played_seconds,
        count(*) as repeat_count

    from measured

    where
        measured.is_finished
        or (measured.is_end_unknown and measured.is_long_enough)

    group by measured.track_id, measured.played_seconds

    having count(*) >= {{ var('track_length_min_repeats') }}

),

most_repeated as (

    select
        repeats.track_id,
        repeats.played_seconds * {{ ms_per_second() }} as repeated_ms

    from repeats

    qualify row_number() over (
        partition by repeats.track_id
        order by repeats.repeat_count desc, repeats.played_seconds desc
    ) = 1

),

medians as (

    select
        measured.track_id,
        quantile_disc(
            case when measured.is_finished then measured.ms_played end, {{ median_quantile() }}
        ) as finished_median_ms,
        quantile_disc(measured.ms_played, {{ var('track_length_fallback_quantile') }})
            as estimated_ms

    from measured

    group by measured.track_id

),

longest_finished as (

    select
        measured.track_id,
        max(measured.ms_played) as finished_ms

    from measured
    inner join medians on measured.track_id = medians.track_id

    where
        measured.is_finished
        and measured.ms_played
        <= medians.finished_median_ms * (1 + {{ var('track_length_median_tolerance_share') }})

    group by measured.track_id

),

known as (

    select
        medians.track_id,
        medians.estimated_ms,
        coalesce(most_repeated.repeated_ms, longest_finished.finished_ms) as known_ms,
        most_repeated.repeated_ms is not null as is_repeated

    from medians
    left join most_repeated on medians.track_id = most_repeated.track_id
    left join longest_finished on medians.track_id = longest_finished.track_id

),

typical as (

    select
        coalesce(
            quantile_disc(known.known_ms, {{ median_quantile() }}),
            {{ var('track_length_typical_ms') }}
        ) as typical_ms

    from known

),

final as (

    select
        known.track_id,

        case
            when known.is_repeated then 'repeated'
            when known.known_ms is not null then 'finished'
            else 'estimated'
        end as duration_source,

        coalesce(
            known.known_ms,
            greatest(known.estimated_ms, typical.typical_ms)
        ) as duration_ms

    from known
    cross join typical

)

select * from final
