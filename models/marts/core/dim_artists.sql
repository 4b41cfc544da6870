-- One row per artist heard, under the spelling that was played most.
--
-- `is_ranked` is false for collective credits such as Various Artists: their plays count as
-- listening, but they are no artist to like.

with

plays as (

    select * from {{ ref('fct_plays') }}

),

artist_names as (

    select * from {{ ref('int_engagement__artist_names') }}

),

not_ranked as (

    select * from {{ ref('special_artists') }} where treatment = 'not_ranked'

),

totals as (

    select
        plays.artist_id,
        count(*) as play_count,
        count(distinct plays.track_id) as track_count,
        count(*) filter (where plays.outcome = 'finished') as finished_count,
        count(*) filter (where plays.outcome = 'skipped') as skipped_count,
        count(*) filter (where {{ is_engaged('plays') }}) as engaged_count,
        cast(sum(plays.ms_played) as bigint) as ms_played,
        sum(plays.engagement_score) as engagement_total,
        min(plays.started_at) as first_played_at,
        max(plays.started_at) as last_played_at,
        max(plays.started_at) filter (where {{ is_engaged('plays') }}) as last_engaged_at

    from plays

    group by plays.artist_id

),

final as (

    select
        totals.artist_id,

        artist_names.artist_name,

        totals.play_count,
        totals.track_count,
        totals.finished_count,
        totals.skipped_count,
        totals.engaged_count,
        totals.ms_played,
        {{ hours('totals.ms_played') }} as hours,
        totals.engagement_total,

        not_ranked.artist_id is null as is_ranked,

        totals.first_played_at,
        totals.last_played_at,
        totals.last_engaged_at

    from totals
    inner join artist_names on totals.artist_id = artist_names.artist_id
    left join not_ranked on totals.artist_id = not_ranked.artist_id

)

select * from final
