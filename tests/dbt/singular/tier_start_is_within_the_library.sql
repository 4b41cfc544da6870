-- The tier must begin at an artist that exists. `mm` reports this as a usage error, with the
-- range that is possible. A history without any artist is not the tier's fault.

with

preferences as (

    select * from {{ ref('artist_preferences') }}

),

run_tier as (

    select * from {{ ref('int_run__tier') }}

)

select
    run_tier.tier_start,
    count(preferences.artist_id) as artist_count

from run_tier
left join preferences on true

group by run_tier.tier_start

having count(preferences.artist_id) > 0 and run_tier.tier_start > count(preferences.artist_id)
