-- One row per artist of the tier: what the content engine starts from.

with

own_artists as (

    select * from {{ ref('int_candidates__own_artists') }}

),

run_tier as (

    select * from {{ ref('int_run__tier') }}

),

final as (

    select
        own_artists.artist_id,

        own_artists.artist_name,

        own_artists.preference_rank,
        own_artists.preference_score

    from own_artists
    inner join run_tier
        on own_artists.preference_rank between run_tier.tier_start and run_tier.tier_end

)

select * from final
