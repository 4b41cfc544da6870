-- One row per artist of the listener's own that may lead to others.
--
-- Those the listener disliked or blocked are not followed up, however much they were played. They
-- keep their ranks, so nobody else's changes.

with

preferences as (

    select * from {{ ref('artist_preferences') }}

),

barred as (

    select * from {{ ref('int_feedback__artists') }} where is_barred_as_seed

),

final as (

    select
        preferences.artist_id,

        preferences.artist_name,
        preferences.tier_band,

        preferences.preference_rank,
        preferences.preference_score

    from preferences
    anti join barred on preferences.artist_id = barred.artist_id

)

select * from final
