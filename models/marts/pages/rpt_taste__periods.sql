-- One row per period with plays: the lines of the taste's drift, and where eras begin.

with

periods as (

    select * from {{ ref('taste_periods') }}

),

eras as (

    select * from {{ ref('rpt_taste__eras') }}

),

in_order as (

    select
        periods.*,
        {{ first_names('periods.risen_tags', 'tag') }} as risen_names,
        {{ first_names('periods.fallen_tags', 'tag') }} as fallen_names,
        lag(periods.era_number) over (order by periods.period_start_date asc) as era_before,
        lag(periods.period_start_date) over (order by periods.period_start_date asc) is null
            as is_first

    from periods

),

final as (

    select
        in_order.period_start_date,

        {{ period_words('in_order.period_start_date') }} as period,
        in_order.era_number,
        eras.era_title,
        case when in_order.era_number <> in_order.era_before then 'era ' || in_order.era_number end
            as era_begins,
        {{ list_words('in_order.risen_names') }} as risen,
        {{ list_words('in_order.fallen_names') }} as fallen,

        in_order.hours,
        in_order.artist_count,
        in_order.new_artist_count,
        case when not in_order.is_first then in_order.new_artist_share end as new_artist_share,
        case when not in_order.is_first then in_order.new_minutes_share end as new_minutes_share,
        in_order.concentration,
        in_order.similarity_to_period_before,
        in_order.music_similarity_to_period_before,
        {{ rounded_score('1 - in_order.music_similarity_to_period_before') }} as music_shift,

        in_order.is_first

    from in_order
    inner join eras on in_order.era_number = eras.era_number

)

select * from final
