-- One row per local date with plays: how much was heard, of how many artists.

with

plays as (

    select * from {{ ref('fct_plays') }}

),

heard as (

    select
        cast(plays.local_started_at as date) as local_date,
        count(*) as play_count,
        count(distinct plays.artist_id) as artist_count,
        sum(plays.ms_played) as ms_played

    from plays

    group by cast(plays.local_started_at as date)

),

final as (

    select
        heard.local_date,

        cast(year(heard.local_date) as integer) as local_year,
        heard.play_count,
        heard.artist_count,
        {{ minutes('heard.ms_played') }} as minutes

    from heard

)

select * from final
