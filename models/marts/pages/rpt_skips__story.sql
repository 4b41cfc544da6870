-- One row per build: the sentences of what the listener skips and what is heard to the end, each
-- null where there is nothing to say. Slices of few plays are not compared.

with

run_report as (

    select * from {{ ref('run_report') }}

),

plays as (

    select * from {{ ref('fct_plays') }}

),

slices as (

    select * from {{ ref('rpt_skips__slices') }}

),

names as (

    select * from {{ ref('rpt_skips__names') }}

),

totals as (

    select
        count(*) as play_count,
        count(*) filter (where plays.outcome = 'finished') as finished_count,
        count(*) filter (where plays.outcome = 'skipped') as skipped_count,
        quantile_cont(
            case when plays.outcome = 'skipped' then plays.ms_played end, {{ median_quantile() }}
        ) as median_skip_ms

    from plays

),

skip_shares as (

    select
        slices.slice_kind,
        slices.slice_place,
        slices.slice,
        max(slices.play_share) filter (where slices.outcome = 'skipped') as skipped_share

    from slices

    group by slices.slice_kind, slices.slice_place, slices.slice

    having sum(slices.play_count) >= {{ var('page_slice_min_plays') }}

),

extremes as (

    select
        skip_shares.slice_kind,
        arg_max(skip_shares.slice, (skip_shares.skipped_share, skip_shares.slice_place)) as most,
        max(skip_shares.skipped_share) as most_share,
        arg_min(skip_shares.slice, (skip_shares.skipped_share, skip_shares.slice_place)) as least,
        min(skip_shares.skipped_share) as least_share,
        count(*) > 1 as can_differ,
        max(skip_shares.skipped_share) - min(skip_shares.skipped_share)
        >= {{ var('page_outcome_min_difference') }} as differs

    from skip_shares

    group by skip_shares.slice_kind

),

enough as (

    select
        count(*) filter (where names.kind = 'artist') as artist_count,
        count(*) filter (where names.kind = 'track') as track_count

    from names

),

told as (

    select
        run_report.as_of,

        case
            when totals.play_count > 0
                then
                    'You hear ' || {{ percent_words('totals.finished_count / totals.play_count') }}
                    || ' of your plays to the end and skip '
                    || {{ percent_words('totals.skipped_count / totals.play_count') }}
                    || case
                        when totals.finished_count + totals.skipped_count < totals.play_count
                            then '; the rest broke off for reasons that say nothing.'
                        else '.'
                    end
        end as outcome_sentence,
        case
            when totals.skipped_count > 0
                then
                    'Half of your skips come within the first '
                    || {{ counted_words(
                        'round(totals.median_skip_ms / ' ~ ms_per_second() ~ ')', 'second'
                    ) }}
                    || '.'
            when totals.play_count > 0 then 'You have not skipped anything yet.'
        end as pace_sentence,
        case
            when years.differs
                then
                    'You skipped most in ' || years.most || ' ('
                    || {{ percent_words('years.most_share') }} || ') and least in '
                    || years.least || ' ('
                    || {{ percent_words('years.least_share') }} || ').'
            when years.can_differ
                then
                    'Year by year it hardly changes: ' || {{ percent_words('years.least_share') }}
                    || ' to ' || {{ percent_words('years.most_share') }} || ' are skipped.'
        end as year_sentence,
        case
            when dayparts.differs
                then
                    'You are choosiest '
                    || replace('in the ' || dayparts.most, 'in the night', 'at night')
                    || ', when you skip ' || {{ percent_words('dayparts.most_share') }}
                    || ', and most patient '
                    || replace('in the ' || dayparts.least, 'in the night', 'at night')
                    || ', with ' || {{ percent_words('dayparts.least_share') }} || '.'
            when dayparts.can_differ
                then 'The time of day makes hardly a difference to it.'
        end as daypart_sentence,
        case
            when chosen.can_differ and not chosen.differs
                then 'Whether you chose a track or it came along makes hardly a difference.'
            when chosen.can_differ
                then
                    'You skip more when ' || chosen.most || ': '
                    || {{ percent_words('chosen.most_share') }} || ' against '
                    || {{ percent_words('chosen.least_share') }} || ' when ' || chosen.least || '.'
        end as chosen_sentence,
        case
            when enough.artist_count + enough.track_count = 0
                then
                    'No artist has {{ var("page_artist_min_plays") }} plays yet and no track'
                    || ' {{ var("page_track_min_plays") }}: below that, a share of skips is chance'
                    || ' more than taste.'
        end as few_sentence,

        totals.play_count,
        {{ rounded_score('totals.finished_count / nullif(totals.play_count, 0)') }}
            as finished_share,
        {{ rounded_score('totals.skipped_count / nullif(totals.play_count, 0)') }} as skipped_share,
        {{ rounded_score('totals.median_skip_ms / ' ~ ms_per_second()) }} as median_skip_seconds,
        enough.artist_count,
        enough.track_count

    from run_report
    cross join totals
    cross join enough
    left join extremes as years on years.slice_kind = 'year'
    left join extremes as dayparts on dayparts.slice_kind = 'daypart'
    left join extremes as chosen on chosen.slice_kind = 'chosen'

),

final as (

    select
        told.as_of,

        concat_ws(' ', told.outcome_sentence, told.pace_sentence) as outcome_words,
        concat_ws(' ', told.year_sentence, told.daypart_sentence, told.chosen_sentence)
            as difference_words,
        told.few_sentence,

        told.play_count,
        told.finished_share,
        told.skipped_share,
        told.median_skip_seconds,
        told.artist_count,
        told.track_count

    from told

)

select * from final
