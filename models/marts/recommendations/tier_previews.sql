-- One row per tier band × candidate: what that band would lead to, from the lists that are stored.
--
-- A build looks up the tier that was set, so other bands are seen as far as earlier builds, or the
-- other engines, asked for their artists.

with

tier_lists as (

    select * from {{ ref('eng_content__tier_lists') }}

),

tier_bands as (

    select * from {{ ref('tier_bands') }}

),

final as (

    select
        tier_lists.profile as tier_band,
        tier_lists.artist_id,

        tier_lists.artist_name,

        tier_bands.rank_from,
        tier_bands.rank_to,
        cast(tier_lists.rank as bigint) as rank,
        cast(tier_lists.score as double) as score,
        cast(tier_lists.confidence as double) as confidence,
        tier_lists.seeds as reasons

    from tier_lists
    inner join tier_bands on tier_lists.profile = tier_bands.tier_band

)

select * from final
