-- One row per artist of the tier that is looked up, in the order of `place`.
--
-- The tier's bands take turns: one of the second band for every two of the first, of the third for
-- every three. So a tier of a thousand artists asks less of its deeper bands, and never leaves them
-- out. The number is a var and not "what is left", so a second build with the same vars asks the
-- same and finds it stored.

with

own_artists as (

    select * from {{ ref('int_candidates__own_artists') }}

),

run_tier as (

    select * from {{ ref('int_run__tier') }}

),

tier_bands as (

    select * from {{ ref('tier_bands') }}

),

tier as (

    select
        own_artists.artist_id,
        own_artists.preference_rank,
        row_number() over (
            partition by own_artists.tier_band order by own_artists.preference_rank asc
        ) * dense_rank() over (order by tier_bands.rank_from asc) as turn

    from own_artists
    inner join run_tier
        on own_artists.preference_rank between run_tier.tier_start and run_tier.tier_end
    inner join tier_bands on own_artists.tier_band = tier_bands.tier_band

),

final as (

    select
        tier.artist_id,
        row_number() over (order by tier.turn asc, tier.preference_rank asc) as place

    from tier

    qualify place <= {{ var('tier_lookup_count') }}

)

select * from final
