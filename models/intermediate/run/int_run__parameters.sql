-- One row per build: the parameters that every model and engine reads instead of a clock or a
-- setting.
--
-- `as_of` is the day from which the listener is seen: the var, or the newest play, so the same
-- history always gives the same tables, and an earlier `as_of` replays the past. What only the tier
-- or only the blend reads stands in int_run__tier and int_run__blend, so that a change of it
-- reaches nothing else.

with

records as (

    select * from {{ ref('stg_spotify__records') }}

),

newest_play as (

    select max(records.ended_at) as ended_at from records where {{ could_be_play('records') }}

),

final as (

    select
        {{ var('graph_factors_per_cube_root') }} as graph_factors_per_cube_root,
        {{ var('graph_rank_scale') }} as graph_rank_scale,
        {{ var('graph_alpha') }} as graph_alpha,
        {{ var('graph_regularization_share') }} as graph_regularization_share,
        {{ var('graph_iterations') }} as graph_iterations,
        {{ var('graph_random_seed') }} as graph_random_seed,
        {{ var('candidates_per_engine') }} as candidates_per_engine,
        {{ var('seeds_per_candidate') }} as seeds_per_candidate,
        {{ var('confidence_prior_lists') }} as confidence_prior_lists,
        {{ var('list_rank_offset') }} as list_rank_offset,
        {{ var('likeness_fusion_offset') }} as likeness_fusion_offset,
        {{ var('likeness_graph_share') }} as likeness_graph_share,
        {{ var('temporal_adoption_share') }} as temporal_adoption_share,
        {{ var('temporal_forecast_share') }} as temporal_forecast_share,
        {{ var('temporal_prior_confidence') }} as temporal_prior_confidence,
        {{ var('temporal_prior_adoptions') }} as temporal_prior_adoptions,
        {{ var('profile_list_length') }} as profile_list_length,
        {{ var('context_prior_artists') }} as context_prior_artists,
        {{ var('era_max_count') }} as era_max_count,
        {{ var('era_min_periods') }} as era_min_periods,
        {{ var('era_min_silhouette') }} as era_min_silhouette,
        {{ var('era_silhouette_share') }} as era_silhouette_share,
        {{ var('score_digits') }} as score_digits,

        coalesce(
            cast(nullif('{{ var("as_of") }}', '') as timestamp),
            newest_play.ended_at,
            timestamp '1970-01-01'
        ) as as_of

    from newest_play

)

select * from final
