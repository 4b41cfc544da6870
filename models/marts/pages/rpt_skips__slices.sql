-- One row per slice of the listening × outcome: how many of its plays ended so, also
-- where none did.
--
-- Slices are of five kinds: how much of the track was heard (completion), the year, the daypart,
-- whether the listener chose the track, and whether shuffle was on; plays of which the export does
-- not say the last two are in neither.

with

plays as (

    select * from {{ ref('fct_plays') }}

),

clock as (

    select
        listening_clock.daypart,
        min(listening_clock.local_hour) as first_hour

    from {{ ref('listening_clock') }} as listening_clock

    group by listening_clock.daypart

),

counted as (

    select
        least(
            cast(floor(plays.completion * {{ var('page_completion_step_count') }}) as integer),
            {{ var('page_completion_step_count') }} - 1
        ) as completion_step,
        cast(year(plays.local_started_at) as integer) as local_year,
        plays.daypart,
        plays.is_chosen,
        plays.is_shuffle,
        plays.outcome,
        count(*) as play_count

    from plays

    group by
        least(
            cast(floor(plays.completion * {{ var('page_completion_step_count') }}) as integer),
            {{ var('page_completion_step_count') }} - 1
        ),
        year(plays.local_started_at),
        plays.daypart,
        plays.is_chosen,
        plays.is_shuffle,
        plays.outcome

),

slices as (

    select
        'completion' as slice_kind,
        counted.completion_step as slice_place,
        format(
            '{:.0f}–{:.0f}%',
            {{ percent('counted.completion_step / ' ~ var('page_completion_step_count')) }},
            {{ percent('(counted.completion_step + 1) / ' ~ var('page_completion_step_count')) }}
        ) as slice,
        counted.outcome,
        counted.play_count

    from counted

    union all

    select
        'year' as slice_kind,
        counted.local_year as slice_place,
        cast(counted.local_year as varchar) as slice,
        counted.outcome,
        counted.play_count

    from counted

    union all

    select
        'daypart' as slice_kind,
        clock.first_hour as slice_place,
        counted.daypart as slice,
        counted.outcome,
        counted.play_count

    from counted
    inner join clock on counted.daypart = clock.daypart

    union all

    select
        'chosen' as slice_kind,
        case when counted.is_chosen then 0 else 1 end as slice_place,
        case when counted.is_chosen then 'you chose it' else 'it came along' end as slice,
        counted.outcome,
        counted.play_count

    from counted

    where counted.is_chosen is not null

    union all

    select
        'shuffle' as slice_kind,
        case when counted.is_shuffle then 1 else 0 end as slice_place,
        case when counted.is_shuffle then 'on shuffle' else 'in order' end as slice,
        counted.outcome,
        counted.play_count

    from counted

    where counted.is_shuffle is not null

),

outcomes as (

    select unnest(['finished', 'skipped', 'neutral']) as outcome

),

totals as (

    select
        slices.slice_kind,
        slices.slice_place,
        slices.slice,
        outcomes.outcome,
        coalesce(sum(slices.play_count) filter (where slices.outcome = outcomes.outcome), 0)
            as play_count,
        sum(slices.play_count) as slice_play_count

    from slices
    cross join outcomes

    group by slices.slice_kind, slices.slice_place, slices.slice, outcomes.outcome

),

final as (

    select
        totals.slice_kind,
        totals.slice_place,
        case totals.outcome when 'neutral' then 'neither' else totals.outcome end as outcome,

        totals.slice,

        cast(totals.play_count as bigint) as play_count,
        {{ rounded_score('totals.play_count / totals.slice_play_count') }} as play_share

    from totals

)

select * from final
