-- One row per tag that moved most × period: how much of the time it stands for.
--
-- Moved most is the variance of the weight over the periods, by hours. A tag's place is by when
-- its listening lay, in the mean: the taste moves from the first tags to the last.

with

tag_periods as (

    select * from {{ ref('tag_periods') }}

),

periods as (

    select * from {{ ref('taste_periods') }}

),

weighed as (

    select
        tag_periods.tag,
        periods.period_start_date,
        cast(tag_periods.weight as decimal(9, 6)) as weight,
        -- Wide enough for a product of three: DuckDB would cut it to 18 digits, and fail.
        cast(periods.hours as decimal(24, 3)) as hours,
        date_diff('day', min(periods.period_start_date) over (), periods.period_start_date)
            as day_number

    from tag_periods
    inner join periods on tag_periods.period_start_date = periods.period_start_date

),

total as (

    select sum(periods.hours) as hours from periods

),

moments as (

    select
        weighed.tag,
        sum(weighed.hours * weighed.weight) / nullif(total.hours, 0) as mean_weight,
        sum(weighed.hours * weighed.weight * weighed.weight) / nullif(total.hours, 0)
            as mean_square,
        sum(weighed.hours * weighed.weight * weighed.day_number)
        / nullif(sum(weighed.hours * weighed.weight), 0) as mean_day

    from weighed
    cross join total

    group by weighed.tag, total.hours

),

moved as (

    select
        moments.tag,
        moments.mean_day

    from moments

    where moments.mean_weight > 0

    qualify row_number() over (
        order by
            {{ rounded_score(
                'moments.mean_square - moments.mean_weight * moments.mean_weight'
            ) }} desc,
            moments.tag asc
    ) <= {{ var('page_tag_count') }}

),

placed as (

    select
        moved.tag,
        row_number() over (
            order by {{ rounded_score('moved.mean_day') }} asc, moved.tag asc
        ) as tag_place

    from moved

),

final as (

    select
        placed.tag,
        periods.period_start_date,

        {{ period_words('periods.period_start_date') }} as period,
        cast(year(periods.period_start_date) as integer) as local_year,

        placed.tag_place,
        coalesce(tag_periods.weight, 0) as weight

    from placed
    cross join periods
    left join tag_periods
        on placed.tag = tag_periods.tag
        and periods.period_start_date = tag_periods.period_start_date

)

select * from final
