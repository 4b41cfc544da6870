-- One row per build: the parameters of the blend, the last step to the list.

with

final as (

    select
        {{ var('blend_rank_offset') }} as blend_rank_offset,
        {{ var('tier_focus') }} as tier_focus,
        {{ var('tried_prior_plays') }} as tried_prior_plays,
        {{ var('obscurity') }} as obscurity,
        {{ var('obscurity_strength') }} as obscurity_strength,
        {{ var('feedback_strength') }} as feedback_strength,
        {{ var('diversity') }} as diversity,
        {{ var('diversity_pool_count') }} as diversity_pool_count,
        {{ var('seed_max_share') }} as seed_max_share,
        {{ var('seed_share_from') }} as seed_share_from,
        {{ var('recommendation_count') }} as recommendation_count,
        {{ var('reasons_per_recommendation') }} as reasons_per_recommendation,
        {{ var('score_digits') }} as score_digits,
        {{ engine_weights() }} as engine_weights

)

select * from final
