-- One row per forgotten artist: loved once, silent since, and like what is listened to now.

with

rediscovered as (

    select * from {{ ref('eng_temporal__rediscoveries') }}

),

forgotten as (

    select * from {{ ref('int_candidates__forgotten') }}

),

artists as (

    select * from {{ ref('dim_artists') }}

),

tracks as (

    select * from {{ ref('dim_tracks') }} where track_rank = 1

),

final as (

    select
        rediscovered.artist_id,

        artists.artist_name,
        tracks.track_name as top_track,

        rediscovered.engine_rank as rank,
        cast(rediscovered.score as double) as score,
        cast(rediscovered.confidence as double) as confidence,
        forgotten.engaged_count,
        artists.hours,
        cast(forgotten.silent_days as bigint) as silent_days,
        rediscovered.seeds as reasons,

        artists.first_played_at,
        artists.last_played_at

    from rediscovered
    inner join forgotten on rediscovered.artist_id = forgotten.artist_id
    inner join artists on rediscovered.artist_id = artists.artist_id
    left join tracks on rediscovered.artist_id = tracks.artist_id

)

select * from final
