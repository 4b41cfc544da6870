-- One row per slice of the listening × artist played in it: a slice is a period, an era or a
-- context, and is compared with the period or the era before, or with all plays.

with

artist_periods as (

    select * from {{ ref('artist_periods') }}

),

periods as (

    select * from {{ ref('int_taste__periods') }}

),

artist_contexts as (

    select * from {{ ref('int_context__artist_plays') }}

),

era_artists as (

    select
        periods.era_number,
        artist_periods.artist_id,
        sum(artist_periods.ms_played) as ms_played

    from artist_periods
    inner join periods on artist_periods.period_start_date = periods.period_start_date

    group by periods.era_number, artist_periods.artist_id

),

final as (

    select
        'period' as slice_kind,
        cast(artist_periods.period_start_date as varchar) as slice,
        cast(periods.period_before_date as varchar) as compared_slice,
        artist_periods.artist_id,

        cast(artist_periods.ms_played as bigint) as ms_played

    from artist_periods
    inner join periods on artist_periods.period_start_date = periods.period_start_date

    union all by name

    select
        'era' as slice_kind,
        cast(era_artists.era_number as varchar) as slice,
        cast(nullif(era_artists.era_number - 1, 0) as varchar) as compared_slice,
        era_artists.artist_id,

        cast(era_artists.ms_played as bigint) as ms_played

    from era_artists

    union all by name

    select
        'context' as slice_kind,
        artist_contexts.context as slice,
        case when artist_contexts.context <> {{ any_context() }} then {{ any_context() }} end
            as compared_slice,
        artist_contexts.artist_id,

        artist_contexts.ms_played

    from artist_contexts

)

select * from final
