-- One row per local calendar year with plays: how much, how new, how often skipped and finished.

with

plays as (

    select * from {{ ref('fct_plays') }}

),

heard as (

    select
        cast(year(plays.local_started_at) as integer) as local_year,
        count(*) as play_count,
        sum(plays.ms_played) as ms_played,
        count(distinct plays.artist_id) as artist_count,
        count(*) filter (where plays.outcome = 'finished') as finished_count,
        count(*) filter (where plays.outcome = 'skipped') as skipped_count,
        sum(plays.completion) as completion_total

    from plays

    group by year(plays.local_started_at)

),

final as (

    select
        heard.local_year,

        heard.play_count,
        {{ hours('heard.ms_played') }} as hours,
        heard.artist_count,
        {{ rounded_score('heard.finished_count / heard.play_count') }} as finished_share,
        {{ rounded_score('heard.skipped_count / heard.play_count') }} as skipped_share,
        {{ rounded_score('heard.completion_total / heard.play_count') }} as mean_completion

    from heard

)

select * from final
