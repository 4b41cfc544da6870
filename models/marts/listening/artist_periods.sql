-- One row per artist × period in which it was played.

with

plays as (

    select * from {{ ref('fct_plays') }}

),

heard as (

    select
        plays.artist_id,
        {{ period_start('plays.local_started_at') }} as period_start_date,
        count(*) as play_count,
        cast(sum(plays.ms_played) as bigint) as ms_played,
        sum(plays.engagement_score) as engagement_total

    from plays

    group by plays.artist_id, {{ period_start('plays.local_started_at') }}

),

final as (

    select
        heard.artist_id,
        heard.period_start_date,

        heard.play_count,
        heard.ms_played,
        {{ minutes('heard.ms_played') }} as minutes,
        {{ rounded_score('heard.engagement_total / heard.play_count') }} as mean_engagement,
        {{ rounded_score(
            'coalesce(heard.ms_played / nullif(sum(heard.ms_played) over (partition by heard.period_start_date), 0), 0)'
        ) }} as minutes_share,

        heard.period_start_date = min(heard.period_start_date) over (partition by heard.artist_id)
            as is_first_period

    from heard

)

select * from final
