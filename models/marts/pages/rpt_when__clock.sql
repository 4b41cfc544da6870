-- One row per local weekday × hour of the day, all 168 of them, as a chart shows it.

with

clock as (

    select * from {{ ref('listening_clock') }}

),

final as (

    select
        clock.local_weekday,
        clock.local_hour,

        clock.weekday_name,
        format('{:02d}', clock.local_hour) as hour_label,
        clock.daypart,

        clock.play_count,
        cast(clock.minutes / {{ minutes_per_hour() }} as decimal(12, 3)) as hours,
        {{ rounded_score('coalesce(clock.minutes / nullif(sum(clock.minutes) over (), 0), 0)') }}
            as minutes_share

    from clock

)

select * from final
