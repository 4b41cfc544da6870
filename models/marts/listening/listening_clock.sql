-- One row per local weekday × hour of the day, all 168 of them: when the listener listens.
--
-- A play belongs to the hour in which it started.

with

plays as (

    select * from {{ ref('fct_plays') }}

),

weekdays as (

    select * from {{ ref('weekparts') }}

),

hours_of_day as (

    select * from {{ ref('dayparts') }}

),

heard as (

    select
        isodow(plays.local_started_at) as local_weekday,
        hour(plays.local_started_at) as local_hour,
        count(*) as play_count,
        sum(plays.ms_played) as ms_played,
        sum(plays.completion) as completion_total

    from plays

    group by isodow(plays.local_started_at), hour(plays.local_started_at)

),

final as (

    select
        weekdays.local_weekday,
        hours_of_day.local_hour,

        weekdays.weekday_name,
        weekdays.weekpart,
        hours_of_day.daypart,

        coalesce(heard.play_count, 0) as play_count,
        coalesce({{ minutes('heard.ms_played') }}, 0) as minutes,
        {{ rounded_score('heard.completion_total / heard.play_count') }} as mean_completion

    from weekdays
    cross join hours_of_day
    left join heard
        on weekdays.local_weekday = heard.local_weekday
        and hours_of_day.local_hour = heard.local_hour

)

select * from final
