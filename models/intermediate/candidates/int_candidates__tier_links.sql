-- One row per artist of the tier × artist similar to it × provider: what the content engine fuses.
--
-- A similar artist has one name here, the spelling that most lists of the tier use.

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

links as (

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

),

spellings as (

    select
        links.artist_id,
        links.artist_name,
        count(*) as list_count

    from links

    group by links.artist_id, links.artist_name

),

names as (

    select
        spellings.artist_id,
        spellings.artist_name

    from spellings

    qualify row_number() over (
        partition by spellings.artist_id
        order by spellings.list_count desc, spellings.artist_name asc
    ) = 1

),

final as (

    select
        links.seed_artist_id,
        links.artist_id,
        links.provider,

        links.seed_artist_name,
        names.artist_name,

        links.seed_rank,
        links.seed_weight,
        links.provider_rank

    from links
    inner join names on links.artist_id = names.artist_id

)

select * from final
