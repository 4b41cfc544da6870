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

        evaluations.as_of

    from evaluations

)

select * from final
