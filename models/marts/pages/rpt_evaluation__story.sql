-- One row per build: the sentences of how good the list would have been on the listener's own past;
-- all null before the first `mm evaluate`.

with

run_report as (

    select * from {{ ref('run_report') }}

),

evaluations as (

    select * from {{ ref('engine_evaluations') }}

),

figures as (

    select * from {{ ref('rpt_evaluation__figures') }}

),

blend as (

    select * from evaluations where scorer = 'hybrid'

),

measured as (

    select
        count(*) as cutoff_count,
        sum(blend.truths) as truths,
        sum(blend.reachable) as reachable,
        max(blend.horizon_days) as horizon_days,
        max(blend.adoption_min_plays) as adoption_min_plays,
        max(blend.interval_share) as interval_share,
        max(blend.measured_at) as measured_at,
        list({{ day_words('blend.as_of') }} order by blend.as_of asc) as days

    from blend

),

together as (

    select * from figures where span = 'all'

),

list_figures as (

    select * from together where scorer = 'hybrid'

),

best_engine as (

    select together.*
    from together

    where together.scorer_kind = 'one engine alone'

    qualify row_number() over (order by together.ndcg desc nulls last, together.scorer asc) = 1

),

simple as (

    select
        count(*) as simple_count,
        count(*) filter (where together.beside_the_list = 'your list is better') as beaten_count,
        list(
            '“' || {{ scorer_words('together.scorer') }} || '”' order by together.place asc
        ) filter (
            where together.beside_the_list = 'your list is worse'
        ) as worse_names,
        list(
            '“' || {{ scorer_words('together.scorer') }} || '”' order by together.place asc
        ) filter (
            where together.beside_the_list = 'cannot be told apart'
        ) as unsure_names

    from together

    where together.scorer_kind = 'a simple way'

),

newest as (

    select
        evaluations.as_of,
        evaluations.recall_50,
        evaluations.hits,
        evaluations.truths

    from evaluations

    where evaluations.scorer = 'hybrid' and evaluations.is_last_cutoff

),

popularity as (

    select * from together where scorer = 'popularity'

),

chance as (

    select * from together where scorer = 'random'

),

told as (

    select
        run_report.as_of,

        case
            when measured.cutoff_count > 0
                then
                    'mmuffin went back to ' || {{ list_words('measured.days') }}
                    || case when measured.cutoff_count > 1 then ', each time' else ',' end
                    || ' made the list that you would have had, and looked whom you took up in the '
                    || {{ counted_words('measured.horizon_days', 'day') }} || ' after: '
                    || {{ counted_words('measured.truths', 'artist') }}
                    || coalesce(
                        ', each new to you then, with at least '
                        || {{ counted_words('measured.adoption_min_plays', 'good play') }}
                        || ' in that time', ''
                    )
                    || '.'
        end as way_sentence,
        'Of every 100 artists that you went on to take up, the first 50 of your list would have'
        || ' held ' || {{ in_hundred_words('list_figures.recall_50') }}
        || ', give or take: between ' || {{ in_hundred_words('list_figures.recall_50_low') }}
        || ' and ' || {{ in_hundred_words('list_figures.recall_50_high') }} || '.'
        || coalesce(
            ' The 50 that most people hear would have held '
            || {{ in_hundred_words('popularity.recall_50') }}, ''
        )
        || coalesce(
            ', 50 drawn by chance ' || {{ in_hundred_words('chance.recall_50') }}, ''
        )
        || case when popularity.recall_50 is not null then '.' else '' end as list_sentence,
        case
            when list_figures.scorer is not null
                then
                    'It ranks worse than ' || nullif({{ list_words('simple.worse_names') }}, '')
                    || ', beyond what chance explains.'
        end as worse_sentence,
        case
            when list_figures.scorer is null or simple.simple_count = 0 then null
            when simple.beaten_count = simple.simple_count
                then
                    'It ranks better than each of the '
                    || {{ counted_words('simple.simple_count', 'simple way', 'simple ways') }}
                    || ' below, beyond what chance explains.'
            when simple.beaten_count > 0
                then
                    'It ranks better than ' || simple.beaten_count || ' of the '
                    || {{ counted_words('simple.simple_count', 'simple way', 'simple ways') }}
                    || ' below, beyond what chance explains'
                    || coalesce(
                        '; it cannot be told from '
                        || nullif({{ list_words('simple.unsure_names') }}, ''), ''
                    )
                    || '.'
            when len(simple.worse_names) > 0
                then
                    'It cannot be told from '
                    || nullif({{ list_words('simple.unsure_names') }}, '')
                    || ': there is too little to judge by.'
            else 'It cannot be told from the simple ways below: there is too little to judge by.'
        end as simple_sentence,
        case
            when list_figures.scorer is null then null
            when best_engine.beside_the_list = 'your list is better'
                then
                    'Blending pays: the best engine alone, “'
                    || {{ scorer_words('best_engine.scorer') }} || '”, ranks worse.'
            when best_engine.beside_the_list = 'your list is worse'
                then
                    'Blending costs here: one engine alone, “'
                    || {{ scorer_words('best_engine.scorer') }} || '”, ranks better.'
            when best_engine.scorer is not null
                then
                    'The best engine alone, “' || {{ scorer_words('best_engine.scorer') }}
                    || '”, is as good as far as one can tell.'
        end as engine_sentence,
        case when best_engine.beside_the_list = 'your list is worse' then 'evaluate --tune' end
            as tune_command,
        case
            when measured.cutoff_count > 1
                then
                    'At the newest of these days, ' || {{ day_words('newest.as_of') }}
                    || ', which tuning never sees, the first 50 held ' || newest.hits || ' of '
                    || newest.truths || '.'
        end as newest_sentence,
        case
            when measured.truths < {{ var('evaluation_few_truths') }}
                then
                    'That is little to judge by: trust the ranges, not the numbers.'
        end as few_sentence,
        case
            when measured.truths > measured.reachable
                then
                    measured.truths - measured.reachable
                    || case
                        when measured.truths - measured.reachable = 1
                            then
                                ' of these artists is on no list of similar artists that is stored,'
                                || ' so nothing could have found it.'
                        else
                            ' of these artists are on no list of similar artists that is stored,'
                            || ' so nothing could have found them.'
                    end
        end as unreachable_sentence,
        'Measured on ' || {{ day_words('measured.measured_at') }} || '.' as measured_sentence,
        'The ranges hold ' || {{ percent_words('measured.interval_share') }}
        || ' of what other artists taken up in the same way would have given.'
            as interval_sentence,

        measured.cutoff_count,
        cast(measured.truths as bigint) as truths,
        list_figures.recall_50,
        popularity.recall_50 as popularity_recall_50,
        chance.recall_50 as chance_recall_50,
        best_engine.recall_50 as engine_recall_50,

        measured.measured_at

    from run_report
    cross join measured
    cross join simple
    left join list_figures on measured.cutoff_count > 0
    left join best_engine on measured.cutoff_count > 0
    left join newest on measured.cutoff_count > 0
    left join popularity on measured.cutoff_count > 0
    left join chance on measured.cutoff_count > 0

),

final as (

    select
        told.as_of,

        told.way_sentence,
        told.list_sentence,
        concat_ws(
            ' ',
            told.worse_sentence,
            told.simple_sentence,
            told.engine_sentence,
            told.newest_sentence
        ) as comparison_words,
        told.tune_command,
        concat_ws(
            ' ',
            told.few_sentence,
            told.interval_sentence,
            told.unreachable_sentence,
            told.measured_sentence
        ) as footing_words,

        told.cutoff_count,
        told.truths,
        told.recall_50,
        told.engine_recall_50,
        told.popularity_recall_50,
        told.chance_recall_50,

        told.measured_at

    from told

)

select * from final
