-- One row per tier band × artist of it that speaks for it: the best of the band.

with

preferences as (

    select * from {{ ref('artist_preferences') }}

),

final as (

    select
        preferences.tier_band as profile,
        preferences.artist_id,

        preferences.artist_name,

        preferences.preference_rank,
        preferences.preference_score as weight

    from preferences

    qualify row_number() over (
        partition by preferences.tier_band order by preferences.preference_rank asc
    ) <= {{ var('tier_profile_count') }}

)

select * from final
