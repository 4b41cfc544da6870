-- One row per period with plays: which period with plays came before, and the era it lies in.
--
-- A period in which only collective credits were played, of which the engine knows nothing,
-- belongs to the era of the period before.

with

artist_periods as (

    select * from {{ ref('artist_periods') }}

),

eras as (

    select * from {{ ref('eng_temporal__eras') }}

),

periods as (

    select
        artist_periods.period_start_date,
        sum(artist_periods.play_count) as play_count

    from artist_periods

    group by artist_periods.period_start_date

),

final as (

    select
        periods.period_start_date,

        lag(periods.period_start_date) over (order by periods.period_start_date asc)
            as period_before_date,

        coalesce(
            max(eras.era_number) over (
                order by periods.period_start_date asc
                rows between unbounded preceding and current row
            ),
            1
        ) as era_number,
        eras.similarity_to_period_before

    from periods
    left join eras on periods.period_start_date = eras.period_start_date

)

select * from final
