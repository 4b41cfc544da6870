-- One row per build: the sentences of how the taste moved, each null where there is nothing to say.

with

run_report as (

    select * from {{ ref('run_report') }}

),

eras as (

    select * from {{ ref('taste_eras') }}

),

cards as (

    select * from {{ ref('rpt_taste__eras') }}

),

periods as (

    select * from {{ ref('rpt_taste__periods') }}

),

tags as (

    select count(*) as tag_count from {{ ref('rpt_taste__tags') }}

),

foreseen as (

    select * from {{ ref('rpt_taste__foreseen') }}

),

era_totals as (

    select
        count(*) as era_count,
        count(*) filter (where eras.kind = 'exploration') as exploring_count,
        count(*) filter (where eras.kind = 'stability') as settled_count,
        min(eras.start_date) as first_date,
        max(eras.usual_new_minutes_share) as usual_new_minutes_share

    from eras

),

current_era as (

    select
        eras.era_name,
        eras.start_date

    from eras
    inner join cards on eras.era_number = cards.era_number

    where cards.is_current and cards.era_title <> 'Era ' || cards.era_number

),

turns as (

    select periods.*
    from periods

    where periods.music_similarity_to_period_before is not null

    qualify row_number() over (
        order by
            periods.music_similarity_to_period_before asc,
            periods.period_start_date desc
    ) = 1

),

boldest as (

    select periods.*
    from periods

    where periods.new_minutes_share is not null

    qualify row_number() over (
        order by periods.new_minutes_share desc, periods.period_start_date desc
    ) = 1

),

newest as (

    select periods.*
    from periods

    where periods.new_minutes_share is not null

    qualify row_number() over (order by periods.period_start_date desc) = 1

),

narrowest as (

    select
        periods.*,
        count(*) over () as period_count

    from periods

    qualify row_number() over (
        order by periods.concentration desc, periods.period_start_date desc
    ) = 1

),

foreseen_tags as (

    select
        entries.tag,
        count(*) as artist_count,
        sum(entries.tag_rank) as tag_ranks

    from (
        select
            unnest(foreseen.tags) as tag,
            generate_subscripts(foreseen.tags, 1) as tag_rank

        from foreseen
    ) as entries

    group by entries.tag

),

foreseen_words as (

    select
        list(
            foreseen_tags.tag
            order by
                foreseen_tags.artist_count desc, foreseen_tags.tag_ranks asc, foreseen_tags.tag asc
        ) as tags

    from foreseen_tags

    where foreseen_tags.artist_count > 1

),

foreseen_totals as (

    select
        count(*) as foreseen_count,
        count(foreseen.list_rank) as listed_count

    from foreseen

),

told as (

    select
        run_report.as_of,

        case
            when era_totals.era_count > 1
                then
                    'Since ' || {{ month_words('era_totals.first_date') }}
                    || ' your taste has gone through '
                    || {{ counted_words('era_totals.era_count', 'era') }} || ': '
                    || era_totals.exploring_count || ' of exploring and '
                    || era_totals.settled_count || ' of settling in.'
            when era_totals.era_count = 1
                then
                    'Since ' || {{ month_words('era_totals.first_date') }}
                    || ' your taste has stayed in one place: too short a time, or too steady'
                    || ' a taste, to tell eras apart.'
        end as eras_sentence,
        'Since ' || {{ month_words('current_era.start_date') }} || ' it has been '
        || current_era.era_name || '.' as now_sentence,
        'The {{ var("taste_period_grain") }} that sounded least like the one before was '
        || turns.period
        || coalesce(': more ' || nullif(turns.risen, ''), '')
        || coalesce(', less ' || nullif(turns.fallen, ''), '')
        || '. Eras begin where the sound stays elsewhere, not where one '
        || '{{ var("taste_period_grain") }} strays.' as turn_sentence,
        'In a usual {{ var("taste_period_grain") }} '
        || {{ percent_words('era_totals.usual_new_minutes_share') }}
        || ' of your time goes to artists you have only just met. The boldest was '
        || boldest.period || ' with ' || {{ percent_words('boldest.new_minutes_share') }}
        || case
            when boldest.period_start_date = newest.period_start_date
                then ', and that is the newest.'
            else
                '; the newest, ' || newest.period || ', has '
                || {{ percent_words('newest.new_minutes_share') }} || '.'
        end as novelty_sentence,
        case
            when narrowest.period_count > 1
                then
                    'You leaned on the fewest artists in ' || narrowest.period || '.'
        end as concentration_sentence,
        case
            when tags.tag_count = 0
                then
                    'No tags of your artists are known yet, so styles cannot be drawn. A build'
                    || ' that may ask Last.fm or ListenBrainz brings them.'
        end as tagless_sentence,
        case
            when foreseen_totals.foreseen_count = 0 then null
            when run_report.forecast_share > 0
                then
                    'A forecast from the direction you are moving in foretold your own last periods'
                    || ' better than your recent plays alone did, so it has '
                    || {{ percent_words('run_report.forecast_share') }} || ' of the say here.'
            else
                'It goes by what you took up and play lately, over a longer time than the last'
                || ' {{ var("page_recent_days") }} days. A forecast from the direction you'
                || ' are moving in was tried on your own last periods and foretold them no'
                || ' better, so it has no say.'
        end as forecast_sentence,
        'What they share: '
        || nullif({{ list_words('foreseen_words.tags[:' ~ var('page_names_count') ~ ']') }}, '')
        || '.' as foreseen_tags_sentence,
        case
            when foreseen_totals.foreseen_count = 0 then null
            when foreseen_totals.listed_count = foreseen_totals.foreseen_count
                then 'All of them are on your list.'
            else
                foreseen_totals.listed_count || ' of these ' || foreseen_totals.foreseen_count
                || case when foreseen_totals.listed_count = 1 then ' is' else ' are' end
                || ' on your list, which weighs your tier and the time of day too.'
        end as listed_sentence,
        case
            when foreseen_totals.foreseen_count = 0
                then
                    'Nothing can be foreseen yet: it takes lists of similar artists, and artists'
                    || ' you played that are on them.'
        end as sightless_sentence,

        era_totals.era_count,
        era_totals.usual_new_minutes_share

    from run_report
    cross join era_totals
    cross join tags
    cross join foreseen_totals
    cross join foreseen_words
    left join current_era on era_totals.era_count > 1
    left join turns on era_totals.era_count > 0
    left join boldest on era_totals.era_count > 0
    left join newest on era_totals.era_count > 0
    left join narrowest on era_totals.era_count > 0

),

final as (

    select
        told.as_of,

        concat_ws(' ', told.eras_sentence, told.now_sentence) as eras_words,
        told.turn_sentence,
        told.novelty_sentence,
        told.concentration_sentence,
        told.tagless_sentence,
        concat_ws(
            ' ', told.forecast_sentence, told.foreseen_tags_sentence, told.listed_sentence
        ) as foresight_words,
        told.sightless_sentence,

        told.era_count,
        told.usual_new_minutes_share

    from told

)

select * from final
