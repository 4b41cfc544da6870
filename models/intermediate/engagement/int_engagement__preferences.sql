-- One row per ranked artist: the four parts of the preference score, each between 0 and 1.
--
-- time and frequency are on a log scale against the largest; engagement is the mean of the plays,
-- drawn to the listener's own mean while plays are few; recency halves with every half-life since
-- the last engaged play.

with

artists as (

    select * from {{ ref('dim_artists') }} where is_ranked

),

listener as (

    select
        max(artists.ms_played) as largest_ms_played,
        max(artists.play_count) as largest_play_count,
        sum(artists.engagement_total) / nullif(sum(artists.play_count), 0) as mean_engagement

    from artists

),

final as (

    select
        artists.artist_id,

        {{ rounded_score(log_share(
            'artists.ms_played / ' ~ ms_per_minute(), 'listener.largest_ms_played / ' ~ ms_per_minute()
        )) }} as time_part,
        {{ rounded_score(shrunk_mean(
            'artists.engagement_total',
            'artists.play_count',
            'listener.mean_engagement',
            var('preference_prior_plays')
        )) }} as engagement_part,
        {{ rounded_score(log_share('artists.play_count', 'listener.largest_play_count')) }}
            as frequency_part,
        {{ rounded_score(
            'coalesce(' ~ half_life_decay(
                days_between('artists.last_engaged_at', as_of()), var('preference_half_life_days')
            ) ~ ', 0)'
        ) }} as recency_part

    from artists
    cross join listener

)

select * from final
