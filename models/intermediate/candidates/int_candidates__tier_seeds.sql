-- One row per artist of the tier: what the content engine starts from.

with

own_artists as (

    select * from {{ ref('int_candidates__own_artists') }}

),

parameters as (

    select * from {{ ref('int_run__parameters') }}

),

final as (

    select
        own_artists.artist_id,

        own_artists.artist_name,

        own_artists.preference_rank,
        own_artists.preference_score

    from own_artists
    inner join parameters
        on own_artists.preference_rank between parameters.tier_start and parameters.tier_end

)

select * from final
