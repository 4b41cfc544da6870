-- One row per artist × context with plays, over every roll-up of daypart × weekpart × season.
--
-- A part that is left out is null, so "weekend-winter" counts its mornings and its nights. The
-- grain is found once, on plays, and rolled up from there.

with

plays as (

    select * from {{ ref('fct_plays') }}

),

finest as (

    select
        plays.artist_id,
        plays.daypart,
        plays.weekpart,
        plays.season,
        count(*) as play_count,
        count(*) filter (where plays.outcome = 'finished') as finished_count,
        sum(plays.ms_played) as ms_played

    from plays

    group by plays.artist_id, plays.daypart, plays.weekpart, plays.season

),

rolled_up as (

    select
        finest.artist_id,
        finest.daypart,
        finest.weekpart,
        finest.season,
        sum(finest.play_count) as play_count,
        sum(finest.finished_count) as finished_count,
        sum(finest.ms_played) as ms_played

    from finest

    group by finest.artist_id, cube (finest.daypart, finest.weekpart, finest.season)

),

final as (

    select
        rolled_up.artist_id,
        {{ context_key('rolled_up.daypart', 'rolled_up.weekpart', 'rolled_up.season') }} as context,

        rolled_up.daypart,
        rolled_up.weekpart,
        rolled_up.season,

        cast(rolled_up.play_count as bigint) as play_count,
        cast(rolled_up.finished_count as bigint) as finished_count,
        cast(rolled_up.ms_played as bigint) as ms_played

    from rolled_up

)

select * from final
