-- One row per artist of the tier that is looked up, in the order of `place`.
--
-- The tier's bands take turns: one of the second band for every two of the first, of the third for
-- every three. So a tier of a thousand artists asks less of its deeper bands, and never leaves them
-- out. The number is a var and not "what is left", so a second build with the same vars asks the
-- same and finds it stored.

with

preferences as (

    select * from {{ ref('artist_preferences') }}

),

parameters as (

    select * from {{ ref('int_run__parameters') }}

),

tier_bands as (

    select * from {{ ref('tier_bands') }}

),

tier as (

    select
        preferences.artist_id,
        preferences.preference_rank,
        row_number() over (
            partition by preferences.tier_band order by preferences.preference_rank asc
        ) * dense_rank() over (order by tier_bands.rank_from asc) as turn

    from preferences
    inner join parameters
        on preferences.preference_rank between parameters.tier_start and parameters.tier_end
    inner join tier_bands on preferences.tier_band = tier_bands.tier_band

),

final as (

    select
        tier.artist_id,
        row_number() over (order by tier.turn asc, tier.preference_rank asc) as place

    from tier

    qualify place <= {{ var('tier_lookup_count') }}

)

select * from final
