-- One row per scorer × cut-off of the last `mm evaluate`.
--
-- The only reader of the store that `mm evaluate` writes; it holds the last evaluation whole.

with

evaluations as (

    select * from {{ source('evaluations', 'evaluations') }}

),

final as (

    select
        evaluations.scorer,

        evaluations.horizon_days,
        evaluations.adoption_min_plays,
        evaluations.ndcg_depth,
        evaluations.interval_share,
        evaluations.truths,
        evaluations.reachable,
        evaluations.hits,
        evaluations.recall_20,
        evaluations.recall_20_low,
        evaluations.recall_20_high,
        evaluations.recall_50,
        evaluations.recall_50_low,
        evaluations.recall_50_high,
        evaluations.ndcg,
        evaluations.ndcg_low,
        evaluations.ndcg_high,
        evaluations.coverage,
        evaluations.catalogue,
        evaluations.novelty,
        evaluations.diversity,
        evaluations.overall_recall_20,
        evaluations.overall_recall_20_low,
        evaluations.overall_recall_20_high,
        evaluations.overall_recall_50,
        evaluations.overall_recall_50_low,
        evaluations.overall_recall_50_high,
        evaluations.overall_ndcg,
        evaluations.overall_ndcg_low,
        evaluations.overall_ndcg_high,
        evaluations.blend_ratio,
        evaluations.blend_ratio_low,
        evaluations.blend_ratio_high,

        evaluations.as_of,
        evaluations.measured_at

    from evaluations

)

select * from final
