-- One row per artist of the tier × artist similar to it × provider: what the content engine fuses.

with

preferences as (

    select * from {{ ref('artist_preferences') }}

),

parameters as (

    select * from {{ ref('int_run__parameters') }}

),

similar_artists as (

    select * from {{ ref('similar_artists') }}

),

final as (

    select
        preferences.artist_id as seed_artist_id,
        similar_artists.artist_id,
        similar_artists.provider,

        preferences.artist_name as seed_artist_name,
        similar_artists.artist_name,

        preferences.preference_rank as seed_rank,
        preferences.preference_score as seed_weight,
        similar_artists.provider_rank

    from preferences
    inner join parameters
        on preferences.preference_rank between parameters.tier_start and parameters.tier_end
    inner join similar_artists on preferences.artist_id = similar_artists.seed_artist_id

)

select * from final
