-- One row per ranked artist: how much the listener prefers it, and its rank.
--
-- The score is the weighted sum of the four parts. Ranks run from 1 to n without ties: score,
-- then hours, then artist_id. `tier_start` and `tier_end` speak of these ranks.

with

artists as (

    select * from {{ ref('dim_artists') }}

),

preferences as (

    select * from {{ ref('int_engagement__preferences') }}

),

tier_bands as (

    select * from {{ ref('tier_bands') }}

),

scored as (

    select
        preferences.*,
        artists.artist_name,
        artists.play_count,
        artists.hours,
        artists.last_engaged_at,
        {{ preference_score('preferences') }} as preference_score

    from preferences
    inner join artists on preferences.artist_id = artists.artist_id

),

ranked as (

    select
        scored.*,
        row_number() over (
            order by scored.preference_score desc, scored.hours desc, scored.artist_id asc
        ) as preference_rank

    from scored

),

final as (

    select
        ranked.artist_id,

        ranked.artist_name,
        tier_bands.tier_band,

        ranked.preference_rank,
        ranked.preference_score,
        ranked.time_part,
        ranked.engagement_part,
        ranked.frequency_part,
        ranked.recency_part,
        ranked.play_count,
        ranked.hours,

        ranked.last_engaged_at

    from ranked
    inner join tier_bands
        on ranked.preference_rank >= tier_bands.rank_from
        and (tier_bands.rank_to is null or ranked.preference_rank <= tier_bands.rank_to)

)

select * from final
