-- One row per tier band: how listening is spread over the ranks.

with

preferences as (

    select * from {{ ref('artist_preferences') }}

),

tier_bands as (

    select * from {{ ref('tier_bands') }}

),

bands as (

    select
        tier_bands.tier_band,
        tier_bands.rank_from,
        tier_bands.rank_to,
        count(preferences.artist_id) as artist_count,
        coalesce(sum(preferences.hours), 0) as hours,
        coalesce(sum(preferences.play_count), 0) as play_count

    from tier_bands
    left join preferences on tier_bands.tier_band = preferences.tier_band

    group by tier_bands.tier_band, tier_bands.rank_from, tier_bands.rank_to

),

final as (

    select
        bands.tier_band,

        bands.rank_from,
        bands.rank_to,
        bands.artist_count,
        cast(bands.play_count as bigint) as play_count,
        bands.hours,
        {{ rounded_score('coalesce(bands.hours / nullif(sum(bands.hours) over (), 0), 0)') }}
            as hours_share,
        {{ rounded_score(
            'coalesce(sum(bands.hours) over (order by bands.rank_from asc)'
            ~ ' / nullif(sum(bands.hours) over (), 0), 0)'
        ) }} as cumulative_share

    from bands

)

select * from final
