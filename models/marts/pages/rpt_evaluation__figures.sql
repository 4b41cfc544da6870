-- One row per scorer × span: what it found on the listener's own past, at one cut-off or at all of
-- them together.
--
-- Together is the mean over the cut-offs, with an interval of its own. Evaluations of older
-- versions did not keep that: of those, only the cut-offs are told.

with

evaluations as (

    select * from {{ ref('engine_evaluations') }}

),

cutoffs as (

    select
        evaluations.scorer,
        cast(cast(evaluations.as_of as date) as varchar) as span,
        'from ' || {{ day_words('evaluations.as_of') }} as span_words,
        evaluations.as_of,
        evaluations.truths,
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
        cast(null as double) as blend_ratio,
        cast(null as double) as blend_ratio_low,
        cast(null as double) as blend_ratio_high

    from evaluations

),

together as (

    select
        evaluations.scorer,
        'all' as span,
        'all together' as span_words,
        cast(null as timestamp) as as_of,
        sum(evaluations.truths) as truths,
        sum(evaluations.hits) as hits,
        max(evaluations.overall_recall_20) as recall_20,
        max(evaluations.overall_recall_20_low) as recall_20_low,
        max(evaluations.overall_recall_20_high) as recall_20_high,
        max(evaluations.overall_recall_50) as recall_50,
        max(evaluations.overall_recall_50_low) as recall_50_low,
        max(evaluations.overall_recall_50_high) as recall_50_high,
        max(evaluations.overall_ndcg) as ndcg,
        max(evaluations.overall_ndcg_low) as ndcg_low,
        max(evaluations.overall_ndcg_high) as ndcg_high,
        max(evaluations.blend_ratio) as blend_ratio,
        max(evaluations.blend_ratio_low) as blend_ratio_low,
        max(evaluations.blend_ratio_high) as blend_ratio_high

    from evaluations

    where evaluations.overall_ndcg is not null

    group by evaluations.scorer

),

told as (

    select * from together
    union all
    select * from cutoffs

),

spans as (

    select
        told.*,
        {{ scorer_words('told.scorer') }} as scorer_words

    from told

),

final as (

    select
        spans.scorer,
        spans.span,

        spans.span_words,
        {{ capitalised('spans.scorer_words') }} as scorer_name,
        case
            when spans.scorer = 'hybrid' then 'the list'
            when
                spans.scorer in ('popularity', 'max_match', 'sum_match_top50', 'random')
                then 'a simple way'
            else 'one engine alone'
        end as scorer_kind,
        {{ percent_words('spans.recall_50_low') }} || ' to '
        || {{ percent_words('spans.recall_50_high') }} as recall_50_interval,
        {{ percent_words('spans.recall_20_low') }} || ' to '
        || {{ percent_words('spans.recall_20_high') }} as recall_20_interval,
        format('{:.2f} to {:.2f}', spans.ndcg_low, spans.ndcg_high) as ndcg_interval,
        case
            when spans.scorer = 'hybrid' then null
            when spans.blend_ratio_low > 1 then 'your list is better'
            when spans.blend_ratio_high < 1 then 'your list is worse'
            when spans.blend_ratio is not null then 'cannot be told apart'
        end as beside_the_list,

        cast(spans.truths as bigint) as truths,
        cast(spans.hits as bigint) as hits,
        spans.recall_20,
        spans.recall_20_low,
        spans.recall_20_high,
        spans.recall_50,
        spans.recall_50_low,
        spans.recall_50_high,
        spans.ndcg,
        spans.ndcg_low,
        spans.ndcg_high,
        row_number() over (
            partition by spans.span
            order by spans.recall_50 desc nulls last, spans.ndcg desc nulls last, spans.scorer asc
        ) as place,
        spans.blend_ratio,
        spans.blend_ratio_low,
        spans.blend_ratio_high,

        spans.as_of

    from spans

)

select * from final
