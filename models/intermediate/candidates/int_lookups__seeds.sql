-- One row per artist whose similar artists are looked up first: the tier, best ranked first.
--
-- The number is a var and not "what is left", so a second build with the same vars asks the same
-- and finds it stored.

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

        row_number() over (order by preferences.preference_rank asc) as lookup_rank

    from preferences
    inner join parameters
        on preferences.preference_rank between parameters.tier_start and parameters.tier_end

    qualify lookup_rank <= {{ var('tier_lookup_count') }}

)

select * from final
