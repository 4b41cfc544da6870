-- One row per era × ranked artist played in it: how much more than over the whole history.

with

artist_periods as (

    select * from {{ ref('artist_periods') }}

),

periods as (

    select * from {{ ref('int_taste__periods') }}

),

artists as (

    select * from {{ ref('dim_artists') }} where is_ranked

),

era_artists as (

    select
        periods.era_number,
        artist_periods.artist_id,
        sum(artist_periods.play_count) as play_count

    from artist_periods
    inner join periods on artist_periods.period_start_date = periods.period_start_date

    group by periods.era_number, artist_periods.artist_id

),

lifted as (

    select
        era_artists.*,
        {{ rounded_score(shrunk_lift(
            'era_artists.play_count',
            'sum(era_artists.play_count) over (partition by era_artists.artist_id)',
            'sum(era_artists.play_count) over (partition by era_artists.era_number)',
            'sum(era_artists.play_count) over ()',
            var('era_prior_plays')
        )) }} as lift

    from era_artists

),

defining as (

    select
        lifted.*,
        artists.artist_name,
        lifted.lift >= 1 and lifted.play_count >= {{ var('era_artist_min_plays') }} as is_defining

    from lifted
    inner join artists on lifted.artist_id = artists.artist_id

),

final as (

    select
        defining.era_number,
        defining.artist_id,

        defining.artist_name,

        cast(defining.play_count as bigint) as play_count,
        defining.lift,
        case
            when defining.is_defining
                then row_number() over (
                    partition by defining.era_number, defining.is_defining
                    order by
                        defining.lift desc,
                        defining.play_count desc,
                        defining.artist_id asc
                )
        end as defining_place

    from defining

)

select * from final
