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
        figures.adoption_min_plays,
        figures.ndcg_depth,
        figures.interval_share,
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
        figures.overall_recall_20,
        figures.overall_recall_20_low,
        figures.overall_recall_20_high,
        figures.overall_recall_50,
        figures.overall_recall_50_low,
        figures.overall_recall_50_high,
        figures.overall_ndcg,
        figures.overall_ndcg_low,
        figures.overall_ndcg_high,
        figures.blend_ratio,
        figures.blend_ratio_low,
        figures.blend_ratio_high,

        figures.is_last_cutoff,

        figures.as_of,
        figures.measured_at

    from figures

)

select * from final
