-- One row per change lately × place: artists that rise, are new, went quiet or are forgotten, and
-- the taste as a whole, each with its sentence.

with

artists as (

    select * from {{ ref('rpt_overview__artists') }}

),

rediscoveries as (

    select * from {{ ref('rpt_discover__rediscoveries') }}

),

taste_periods as (

    select * from {{ ref('taste_periods') }}

),

rising as (

    select
        'rising' as kind,
        row_number() over (
            order by artists.recent_hours - artists.before_hours desc, artists.artist_id asc
        ) as place,
        artists.artist_id,
        artists.artist_name,
        {{ hours_words('artists.recent_hours') }} || ' lately, '
        || case
            when artists.before_play_count > 0
                then {{ hours_words('artists.before_hours') }} || ' before'
            else 'after ' || {{ span_words('artists.silent_days_before') }} || ' without'
        end as sentence

    from artists

    where
        artists.recent_play_count >= {{ var('page_change_min_plays') }}
        and artists.recent_hours > artists.before_hours
        and not artists.is_new_lately

),

new_artists as (

    select
        'new' as kind,
        row_number() over (
            order by artists.recent_hours desc, artists.artist_id asc
        ) as place,
        artists.artist_id,
        artists.artist_name,
        'first heard on ' || {{ day_words('artists.first_played_at') }}
        || ', ' || {{ counted_words('artists.recent_play_count', 'play') }} || ' since' as sentence

    from artists

    where
        artists.recent_play_count >= {{ var('page_change_min_plays') }}
        and artists.is_new_lately

),

quiet as (

    select
        'quiet' as kind,
        row_number() over (
            order by artists.before_hours - artists.recent_hours desc, artists.artist_id asc
        ) as place,
        artists.artist_id,
        artists.artist_name,
        case
            when artists.recent_play_count > 0 then {{ hours_words('artists.recent_hours') }}
            else 'nothing'
        end
        || ' lately, ' || {{ hours_words('artists.before_hours') }} || ' before' as sentence

    from artists

    where
        artists.before_play_count >= {{ var('page_change_min_plays') }}
        and artists.before_hours > artists.recent_hours

),

forgotten as (

    select
        'forgotten' as kind,
        rediscoveries.rank as place,
        rediscoveries.artist_id,
        rediscoveries.artist_name,
        rediscoveries.summary as sentence

    from rediscoveries

),

newest_period as (

    select
        taste_periods.*,
        {{ first_names('taste_periods.risen_tags', 'tag') }} as risen_names,
        {{ first_names('taste_periods.fallen_tags', 'tag') }} as fallen_names

    from taste_periods

    qualify row_number() over (order by taste_periods.period_start_date desc) = 1

),

taste as (

    select
        'taste' as kind,
        1 as place,
        cast(null as varchar) as artist_id,
        cast(null as varchar) as artist_name,
        'Since ' || {{ month_words('newest_period.period_start_date') }} || ': '
        || concat_ws(
            ', ',
            'more ' || nullif({{ list_words('newest_period.risen_names') }}, ''),
            'less ' || nullif({{ list_words('newest_period.fallen_names') }}, '')
        )
        || ' than in the {{ var("taste_period_grain") }} before.' as sentence

    from newest_period

    where len(newest_period.risen_names) + len(newest_period.fallen_names) > 0

),

changes as (

    select * from rising
    union all
    select * from new_artists
    union all
    select * from quiet
    union all
    select * from forgotten
    union all
    select * from taste

),

final as (

    select
        changes.kind,
        changes.place,

        changes.artist_id,
        changes.artist_name,
        changes.sentence

    from changes

    where changes.place <= {{ var('page_change_count') }}

)

select * from final
