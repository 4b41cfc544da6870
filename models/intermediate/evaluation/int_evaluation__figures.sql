-- One row per scorer × cut-off of the last `mm evaluate`, with its place among the scorers.
--
-- The newest cut-off is the one that tuning never sees.

with

evaluations as (

    select * from {{ ref('stg_listener__evaluations') }}

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
        row_number() over (
            partition by evaluations.as_of
            order by evaluations.ndcg desc nulls last, evaluations.scorer asc
        ) as ndcg_place,
        evaluations.coverage,
        evaluations.catalogue,
        evaluations.novelty,
        evaluations.diversity,

        evaluations.as_of = max(evaluations.as_of) over () as is_last_cutoff,

        evaluations.as_of

    from evaluations

)

select * from final
