-- One row per build: the listener at a glance, in figures and in sentences.
--
-- The year is the twelve months before the newest play, set against the twelve before those; the
-- changes are null unless there was listening before both.

with

run_report as (

    select * from {{ ref('run_report') }}

),

artists as (

    select * from {{ ref('rpt_overview__artists') }}

),

ranked_artists as (

    select * from {{ ref('dim_artists') }} where is_ranked

),

days as (

    select * from {{ ref('rpt_when__days') }}

),

years as (

    select * from {{ ref('listening_years') }}

),

clock as (

    select * from {{ ref('listening_clock') }}

),

tracks as (

    select count(*) as track_count from {{ ref('dim_tracks') }}

),

half_of_hours as (

    select
        ranked_artists.ms_played,
        sum(ranked_artists.ms_played) over (
            order by ranked_artists.ms_played desc, ranked_artists.artist_id asc
        ) - ranked_artists.ms_played as ms_before,
        sum(ranked_artists.ms_played) over () as ms_total

    from ranked_artists

),

half as (

    select
        count(*) as artist_count,
        count(*) filter (
            where half_of_hours.ms_before < half_of_hours.ms_total - half_of_hours.ms_before
        )
            as half_of_hours_artist_count

    from half_of_hours

),

day_totals as (

    select
        count(*) as day_count,
        count(*) filter (where days.local_date > cast(run_report.as_of - interval 1 year as date))
            as year_day_count,
        count(*) filter (
            where
            days.local_date > cast(run_report.as_of - interval 1 year - interval 1 year as date)
            and days.local_date <= cast(run_report.as_of - interval 1 year as date)
        ) as year_before_day_count,
        min(days.local_date) as first_date,
        max(days.local_date) as last_date,
        arg_max(days.local_date, (days.minutes, days.local_date)) as longest_date,
        cast(max(days.minutes) / {{ minutes_per_hour() }} as double) as longest_hours

    from days
    cross join run_report

),

year_totals as (

    select
        coalesce(sum(years.hours), 0) as hours,
        coalesce(sum(years.play_count), 0) as play_count,
        coalesce(floor(sum(years.hours) / {{ hours_per_day() }}), 0) as whole_day_count,
        count(*) as year_count,
        arg_max(years.local_year, (years.hours, years.local_year)) as longest_year,
        max(years.hours) as longest_year_hours

    from years

),

artist_totals as (

    select
        sum(artists.recent_hours) as recent_hours,
        sum(artists.before_hours) as before_hours,
        sum(artists.year_hours) as year_hours,
        sum(artists.year_before_hours) as year_before_hours,
        count(*) filter (where artists.year_play_count > 0) as year_artist_count,
        count(*) filter (where artists.year_before_play_count > 0) as year_before_artist_count,
        count(*) filter (where artists.is_new_this_year) as year_new_artist_count,
        count(*) filter (where artists.is_new_year_before) as before_new_artist_count,
        coalesce(
            bool_or(not artists.is_new_this_year and not artists.is_new_year_before), false
        ) as has_two_years

    from artists

),

times as (

    select
        clock.local_weekday,
        clock.weekday_name,
        clock.daypart,
        sum(clock.minutes) as minutes,
        sum(sum(clock.minutes)) over () as total_minutes

    from clock

    group by clock.local_weekday, clock.weekday_name, clock.daypart

),

busiest_time as (

    select times.*
    from times

    where times.minutes > 0

    qualify row_number() over (
        order by times.minutes desc, times.local_weekday asc, times.daypart asc
    ) = 1

),

engine_voices as (

    select
        shares.engine,
        sum(shares.engine_share) / sum(sum(shares.engine_share)) over () as engine_share

    from (
        select
            unnest(recommendations.engine_shares).engine as engine,
            unnest(recommendations.engine_shares).share as engine_share

        from {{ ref('recommendations') }} as recommendations
    ) as shares

    group by shares.engine

),

voices as (

    select
        list_concat(
            [
                {{ percent_words(
                    "coalesce(max(engine_voices.engine_share)"
                    ~ " filter (where engine_voices.engine = 'content'), 0)"
                ) }} || ' from it'
            ],
            coalesce(
                list(
                    {{ percent_words('engine_voices.engine_share') }} || ' from '
                    || {{ engine_words('engine_voices.engine') }}
                    order by
                        {{ rounded_score('engine_voices.engine_share') }} desc,
                        engine_voices.engine asc
                ) filter (where engine_voices.engine <> 'content'),
                []
            )
        ) as words

    from engine_voices

    having count(*) > 0

),

final as (

    select
        run_report.as_of,

        year_totals.hours,
        cast(year_totals.play_count as bigint) as play_count,
        half.artist_count,
        tracks.track_count,
        day_totals.day_count,
        year_totals.year_count,
        half.half_of_hours_artist_count,
        coalesce(artist_totals.year_hours, 0) as year_hours,
        case when artist_totals.has_two_years then {{ rounded_score(
            'artist_totals.year_hours / nullif(artist_totals.year_before_hours, 0) - 1'
        ) }} end as year_hours_change,
        artist_totals.year_artist_count,
        case
            when artist_totals.has_two_years
                then artist_totals.year_artist_count - artist_totals.year_before_artist_count
        end as year_artist_change,
        artist_totals.year_new_artist_count,
        case
            when artist_totals.has_two_years
                then artist_totals.year_new_artist_count - artist_totals.before_new_artist_count
        end as year_new_artist_change,
        day_totals.year_day_count,
        case
            when artist_totals.has_two_years
                then day_totals.year_day_count - day_totals.year_before_day_count
        end as year_day_change,
        run_report.tier_start,
        run_report.tier_end_used,
        run_report.recommendation_count,
        run_report.similar_list_count,

        'Since ' || {{ day_words('day_totals.first_date') }} || ' you have played '
        || {{ hours_words('year_totals.hours') }} || ' of music: '
        || {{ counted_words('half.artist_count', 'artist') }} || ', '
        || {{ counted_words('tracks.track_count', 'track') }} || ' and '
        || {{ counted_words('year_totals.play_count', 'play') }} || '.'
        || case
            when year_totals.whole_day_count > 1
                then
                    ' That is ' || {{ counted_words('year_totals.whole_day_count', 'day') }}
                    || ' and nights without a pause.'
            else ''
        end as life_sentence,
        case
            when half.artist_count > 1
                then
                    'Half of your hours are with '
                    || {{ counted_words('half.half_of_hours_artist_count', 'artist') }}
                    || case
                        when half.artist_count - half.half_of_hours_artist_count = 1
                            then '; the other one has the rest.'
                        else
                            '; the other '
                            || format('{:,}', half.artist_count - half.half_of_hours_artist_count)
                            || ' share the rest.'
                    end
        end as half_sentence,
        'Your biggest year was ' || year_totals.longest_year || ', with '
        || {{ hours_words('year_totals.longest_year_hours') }} || '; your longest day was '
        || {{ day_words('day_totals.longest_date') }} || ', with '
        || {{ hours_words('day_totals.longest_hours') }} || '.' as longest_sentence,
        {{ capitalised('(' ~ hours_words('coalesce(artist_totals.recent_hours, 0)') ~ ')') }}
        || ' in the last ' || {{ counted_words(var('page_recent_days'), 'day') }}
        || case
            when artist_totals.before_hours > 0
                then
                    ', after ' || {{ hours_words('artist_totals.before_hours') }} || ' in the '
                    || {{ counted_words(var('page_recent_days'), 'day') }} || ' before.'
            else '.'
        end as recent_sentence,
        'Most of all on ' || busiest_time.weekday_name || ' ' || busiest_time.daypart || 's: '
        || {{ percent_words('busiest_time.minutes / busiest_time.total_minutes') }}
        || ' of your time.' as clock_sentence,
        'Your tier is '
        || case
            when run_report.tier_end_used <= run_report.tier_start
                then 'your artist number ' || format('{:,}', run_report.tier_start)
            else
                'your artists ' || format('{:,}', run_report.tier_start) || ' to '
                || format('{:,}', run_report.tier_end_used)
        end
        || coalesce('; your list comes to ' || nullif({{ list_words('voices.words') }}, ''), '')
        || '.' as tier_sentence,
        case
            when run_report.is_home_timezone_guessed
                then
                    'Times of day are told in '
                    || run_report.home_timezone
                    || ', which is a guess: '
                    || coalesce(
                        'your plays come mostly from ' || run_report.home_country
                        || ', which has several time zones.',
                        'your export does not say where you were.'
                    )
            else
                'Times of day are told in ' || run_report.home_timezone
                || ', and in the zone of the country where you were abroad.'
        end as timezone_sentence,
        case
            when run_report.recommendation_count > 0 then null
            when run_report.similar_list_count = 0
                then 'No list of similar artists could be had, so nobody can be recommended yet.'
            else
                'No stored list of similar artists names anyone new for these artists of yours.'
        end as emptiness_sentence,

        run_report.is_home_timezone_guessed,
        year_totals.play_count = 0 as is_empty

    from run_report
    cross join half
    cross join tracks
    cross join day_totals
    cross join year_totals
    cross join artist_totals
    left join busiest_time on busiest_time.total_minutes is not null
    left join voices on len(voices.words) > 0

)

select * from final
