-- One row per scorer × cut-off: how good each engine, their blend and simple baselines would have
-- been on the listener's own past.
--
-- From the last `mm evaluate`; empty before the first one. The listener is seen as at the cut-off,
-- the truths are the artists taken up within the horizon after it. Lists of similar artists are
-- those of today, which know about later years.

with

figures as (

    select * from {{ ref('int_evaluation__figures') }}

),

final as (

    select
        figures.scorer,

        figures.horizon_days,
        figures.truths,
        figures.reachable,
        figures.hits,
        figures.recall_20,
        figures.recall_20_low,
        figures.recall_20_high,
        figures.recall_50,
        figures.recall_50_low,
        figures.recall_50_high,
        figures.ndcg,
        figures.ndcg_low,
        figures.ndcg_high,
        figures.ndcg_place,
        figures.coverage,
        figures.catalogue,
        figures.novelty,
        figures.diversity,

        figures.is_last_cutoff,

        figures.as_of

    from figures

)

select * from final
