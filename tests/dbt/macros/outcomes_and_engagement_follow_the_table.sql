-- Cases of the macros completion, play_outcome and engagement_score, with the default vars; returns
-- those that come out wrong.

{{ config(tags=['code']) }}

with

cases as (

    select
        plays.ms_played,
        plays.end_meaning,
        plays.is_skipped,
        plays.is_chosen,
        plays.is_shuffle,
        plays.expected_outcome,
        plays.expected_score,
        {{ completion('plays.ms_played', 'plays.duration_ms') }} as completion

    from (
        values
        (100, 100, 'finished', false, true, false, 'finished', 1),
        (250, 100, null, false, true, false, 'finished', 1),
        (90, 100, 'skipped', true, true, false, 'finished', 1),
        (89, 100, 'skipped', true, true, false, 'skipped', 0.445),
        (40, 100, null, true, true, false, 'skipped', 0.2),
        (40, 100, null, null, true, null, 'neutral', 0.4),
        (40, 100, null, null, false, null, 'neutral', 0.36),
        (100, 100, 'finished', false, false, true, 'finished', 0.855)
    ) as plays (
        ms_played, duration_ms, end_meaning, is_skipped, is_chosen, is_shuffle, expected_outcome,
        expected_score
    )

),

judged as (

    select
        cases.*,
        {{ play_outcome('cases.end_meaning', 'cases.is_skipped', 'cases.completion') }} as outcome

    from cases

),

scored as (

    select
        judged.*,
        {{ engagement_score(
            'judged.outcome', 'judged.completion', 'judged.is_chosen', 'judged.is_shuffle'
        ) }} as score

    from judged

)

select scored.*
from scored
where scored.outcome <> scored.expected_outcome or scored.score <> scored.expected_score
