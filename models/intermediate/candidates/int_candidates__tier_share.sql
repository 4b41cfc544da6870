-- One row per build: how much is heard of the tier, against as many of the top artists.
--
-- 1 for a tier that begins at the top; the deeper it lies, the less of the listening it holds, and
-- the less may engines that read all listening have a say in a list that was asked for it.

with

preferences as (

    select * from {{ ref('artist_preferences') }}

),

run_tier as (

    select * from {{ ref('int_run__tier') }}

),

hours as (

    select
        sum(preferences.hours) filter (
            where preferences.preference_rank between run_tier.tier_start and run_tier.tier_end
        ) as tier_hours,
        sum(preferences.hours) filter (
            where
            preferences.preference_rank <= run_tier.tier_end - run_tier.tier_start + 1
        ) as top_hours

    from preferences
    cross join run_tier

),

final as (

    select
        {{ rounded_score(
            'least(1, coalesce(hours.tier_hours / nullif(hours.top_hours, 0), 1))'
        ) }} as tier_share

    from hours

)

select * from final
