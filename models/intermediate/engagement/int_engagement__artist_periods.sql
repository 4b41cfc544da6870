-- One row per ranked artist × period in which it was played: how much of it was engaged listening.
-- Disliked and blocked artists are left out, since they say nothing of what is wanted.
--
-- Periods count back from the newest, which is 1.

with

artist_periods as (

    select * from {{ ref('artist_periods') }}

),

artists as (

    select * from {{ ref('int_candidates__own_artists') }}

),

final as (

    select
        artist_periods.artist_id,
        artist_periods.period_start_date,

        dense_rank() over (order by artist_periods.period_start_date desc) as period_number,
        cast(artist_periods.minutes * artist_periods.mean_engagement as decimal(18, 6))
            as engaged_minutes,

        artist_periods.is_first_period
        and artist_periods.mean_engagement >= {{ var('engaged_min_score') }} as is_taken_up

    from artist_periods
    inner join artists on artist_periods.artist_id = artists.artist_id

)

select * from final
