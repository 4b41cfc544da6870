-- One row per tier band × candidate: what that band would lead to, from the lists that are stored.
--
-- A build looks up the tier that was set, so other bands are seen as far as earlier builds, or the
-- other engines, asked for their artists.

with

tier_lists as (

    select * from {{ ref('eng_content__tier_lists') }}

),

excluded as (

    select * from {{ ref('int_candidates__excluded') }}

),

tier_bands as (

    select * from {{ ref('tier_bands') }}

),

left_over as (

    select
        tier_lists.*,
        row_number() over (
            partition by tier_lists.profile
            order by tier_lists.rank asc, tier_lists.artist_id asc
        ) as place

    from tier_lists
    anti join excluded on tier_lists.artist_id = excluded.artist_id

),

final as (

    select
        left_over.profile as tier_band,
        left_over.artist_id,

        left_over.artist_name,

        tier_bands.rank_from,
        tier_bands.rank_to,
        left_over.place as rank,
        cast(left_over.score as double) as score,
        cast(left_over.confidence as double) as confidence,
        left_over.seeds as reasons

    from left_over
    inner join tier_bands on left_over.profile = tier_bands.tier_band

)

select * from final
