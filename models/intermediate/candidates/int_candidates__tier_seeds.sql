-- One row per artist of the tier: what the content engine starts from.

with

preferences as (

    select * from {{ ref('artist_preferences') }}

),

parameters as (

    select * from {{ ref('int_run__parameters') }}

),

final as (

    select
        preferences.artist_id,

        preferences.artist_name,

        preferences.preference_rank,
        preferences.preference_score

    from preferences
    inner join parameters
        on preferences.preference_rank between parameters.tier_start and parameters.tier_end

)

select * from final
