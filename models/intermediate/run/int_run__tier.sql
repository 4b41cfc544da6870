-- One row per build: which ranks of the listener's artists seed the recommendations.

with

final as (

    select
        {{ var('tier_start') }} as tier_start,
        {{ var('tier_end') }} as tier_end

)

select * from final
