-- One row per tier band × artist of it that speaks for it: the best of the band.

with

own_artists as (

    select * from {{ ref('int_candidates__own_artists') }}

),

final as (

    select
        own_artists.tier_band as profile,
        own_artists.artist_id,

        own_artists.artist_name,

        own_artists.preference_rank,
        own_artists.preference_score as weight

    from own_artists

    qualify row_number() over (
        partition by own_artists.tier_band order by own_artists.preference_rank asc
    ) <= {{ var('tier_profile_count') }}

)

select * from final
