-- One row per calendar year × familiarity: hours with artists met in that year, and with artists
-- that were known from a year before. In the first year of all, no one can tell these apart.

with

artist_periods as (

    select * from {{ ref('artist_periods') }}

),

artist_years as (

    select
        artist_periods.artist_id,
        cast(year(artist_periods.period_start_date) as integer) as local_year,
        sum(artist_periods.ms_played) as ms_played

    from artist_periods

    group by artist_periods.artist_id, year(artist_periods.period_start_date)

),

met as (

    select
        artist_years.*,
        artist_years.local_year = min(artist_years.local_year) over (
            partition by artist_years.artist_id
        ) as is_first_year,
        artist_years.local_year = min(artist_years.local_year) over () as is_beginning

    from artist_years

),

final as (

    select
        met.local_year,
        case
            when met.is_beginning then 'the year your history begins'
            when met.is_first_year then 'artists you met that year'
            else 'artists you knew'
        end as familiarity,

        count(*) as artist_count,
        {{ hours('sum(met.ms_played)') }} as hours

    from met

    group by met.local_year, met.is_beginning, met.is_first_year

)

select * from final
