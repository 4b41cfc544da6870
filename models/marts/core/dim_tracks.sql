-- One row per recording, whatever the number of URIs it came under, with its length and how that
-- is known.

with

plays as (

    select * from {{ ref('fct_plays') }}

),

titles as (

    select
        plays.track_id,
        plays.artist_id,
        plays.track_name,
        count(*) as play_count,
        cast(sum(plays.ms_played) as bigint) as ms_played

    from plays

    group by plays.track_id, plays.artist_id, plays.track_name

),

shown_titles as (

    select
        titles.track_id,
        titles.track_name

    from titles

    qualify row_number() over (
        partition by titles.track_id
        order by titles.play_count desc, titles.ms_played desc, titles.track_name asc
    ) = 1

),

totals as (

    select
        plays.track_id,
        plays.artist_id,
        plays.duration_source,
        plays.duration_ms,
        count(*) as play_count,
        count(*) filter (where plays.outcome = 'finished') as finished_count,
        count(*) filter (where plays.outcome = 'skipped') as skipped_count,
        cast(sum(plays.ms_played) as bigint) as ms_played,
        min(plays.started_at) as first_played_at,
        max(plays.started_at) as last_played_at

    from plays

    group by plays.track_id, plays.artist_id, plays.duration_source, plays.duration_ms

),

artists as (

    select * from {{ ref('dim_artists') }}

),

final as (

    select
        totals.track_id,
        totals.artist_id,

        shown_titles.track_name,
        artists.artist_name,
        totals.duration_source,

        totals.duration_ms,
        totals.play_count,
        totals.finished_count,
        totals.skipped_count,
        totals.ms_played,
        row_number() over (
            partition by totals.artist_id order by totals.play_count desc, totals.track_id asc
        ) as track_rank,

        totals.first_played_at,
        totals.last_played_at

    from totals
    inner join shown_titles on totals.track_id = shown_titles.track_id
    inner join artists on totals.artist_id = artists.artist_id

)

select * from final
