-- One row per era, oldest first: a stretch of periods in which the taste stayed near one place.
--
-- An era in which more time than usual went to new artists is exploration, else stability. Usual
-- is the listener's own median period. The first period of the history counts for neither: there,
-- everything is new.

with

periods as (

    select * from {{ ref('int_taste__periods') }}

),

artist_periods as (

    select * from {{ ref('artist_periods') }}

),

plays as (

    select * from {{ ref('fct_plays') }}

),

era_artists as (

    select * from {{ ref('int_taste__era_artists') }}

),

era_names as (

    select * from {{ ref('int_taste__era_names') }}

),

tag_lists as (

    select * from {{ ref('int_taste__tag_lists') }} where slice_kind = 'era'

),

days as (

    select
        {{ period_start('plays.local_started_at') }} as period_start_date,
        min(cast(plays.local_started_at as date)) as first_date,
        max(cast(plays.local_started_at as date)) as last_date

    from plays

    group by {{ period_start('plays.local_started_at') }}

),

novelty as (

    select
        periods.period_start_date,
        periods.era_number,
        sum(artist_periods.play_count) as play_count,
        sum(artist_periods.ms_played) as ms_played,
        count(*) filter (where artist_periods.is_first_period) as new_artist_count,
        case when periods.period_before_date is not null then sum(artist_periods.ms_played) end
            as compared_ms,
        case
            when periods.period_before_date is not null
                then coalesce(
                    sum(artist_periods.ms_played) filter (where artist_periods.is_first_period), 0
                )
        end as new_ms

    from periods
    inner join artist_periods on periods.period_start_date = artist_periods.period_start_date

    group by periods.period_start_date, periods.period_before_date, periods.era_number

),

usual as (

    select
        quantile_cont(novelty.new_ms / nullif(novelty.compared_ms, 0), {{ median_quantile() }})
            as new_minutes_share

    from novelty

),

eras as (

    select
        novelty.era_number,
        min(days.first_date) as start_date,
        max(days.last_date) as end_date,
        count(*) as period_count,
        sum(novelty.play_count) as play_count,
        sum(novelty.ms_played) as ms_played,
        sum(novelty.new_artist_count) as new_artist_count,
        sum(novelty.new_ms) / nullif(sum(novelty.compared_ms), 0) as new_minutes_share

    from novelty
    inner join days on novelty.period_start_date = days.period_start_date

    group by novelty.era_number

),

artist_lists as (

    select
        era_artists.era_number,
        list({{ artist_entry('era_artists') }} order by era_artists.defining_place asc)
            as defining_artists

    from era_artists

    where era_artists.defining_place <= {{ var('defining_artist_count') }}

    group by era_artists.era_number

),

final as (

    select
        eras.era_number,

        coalesce(era_names.era_name, cast(eras.era_number as varchar)) as era_name,
        case
            when eras.new_minutes_share > usual.new_minutes_share then 'exploration'
            when eras.new_minutes_share is not null then 'stability'
        end as kind,

        eras.period_count,
        cast(eras.play_count as bigint) as play_count,
        {{ hours('eras.ms_played') }} as hours,
        cast(eras.new_artist_count as bigint) as new_artist_count,
        {{ rounded_score('eras.new_minutes_share') }} as new_minutes_share,
        {{ rounded_score('usual.new_minutes_share') }} as usual_new_minutes_share,
        coalesce(artist_lists.defining_artists, []) as defining_artists,
        coalesce(tag_lists.leading_tags, []) as leading_tags,
        coalesce(tag_lists.defining_tags, []) as defining_tags,
        coalesce(tag_lists.risen_tags, []) as risen_tags,
        coalesce(tag_lists.fallen_tags, []) as fallen_tags,

        eras.start_date,
        eras.end_date

    from eras
    cross join usual
    left join era_names on eras.era_number = era_names.era_number
    left join artist_lists on eras.era_number = artist_lists.era_number
    left join tag_lists on cast(eras.era_number as varchar) = tag_lists.slice

)

select * from final
