-- One row per context, played or not: all roll-ups of daypart × weekpart × season, with what the
-- listener turns to there more than otherwise.
--
-- A context with too few plays has no tags and no artists: enough_data says so.

with

dayparts as (

    select distinct daypart from {{ ref('dayparts') }}

),

weekparts as (

    select distinct weekpart from {{ ref('weekparts') }}

),

seasons as (

    select distinct season from {{ ref('seasons') }}

),

artist_contexts as (

    select * from {{ ref('artist_contexts') }}

),

artist_plays as (

    select * from {{ ref('int_context__artist_plays') }}

),

artists as (

    select * from {{ ref('dim_artists') }} where is_ranked

),

tag_lists as (

    select * from {{ ref('int_taste__tag_lists') }} where slice_kind = 'context'

),

roll_ups as (

    select
        {{ context_key('dayparts.daypart', 'weekparts.weekpart', 'seasons.season') }} as context,
        dayparts.daypart,
        weekparts.weekpart,
        seasons.season

    from dayparts
    cross join weekparts
    cross join seasons

    group by cube (dayparts.daypart, weekparts.weekpart, seasons.season)

),

totals as (

    select
        artist_plays.context,
        sum(artist_plays.play_count) as play_count,
        sum(artist_plays.ms_played) as ms_played

    from artist_plays

    group by artist_plays.context

),

belonging as (

    select
        artist_contexts.*,
        artists.artist_name,
        row_number() over (
            partition by artist_contexts.context
            order by
                artist_contexts.lift desc,
                artist_contexts.play_count desc,
                artist_contexts.artist_id asc
        ) as place

    from artist_contexts
    inner join artists on artist_contexts.artist_id = artists.artist_id

    where
        artist_contexts.enough_data
        and (artist_contexts.lift > 1 or artist_contexts.context = {{ any_context() }})

    qualify place <= {{ var('defining_artist_count') }}

),

artist_lists as (

    select
        belonging.context,
        list({{ artist_entry('belonging') }} order by belonging.place asc)
            as artists

    from belonging

    group by belonging.context

),

counted as (

    select
        roll_ups.*,
        coalesce(totals.play_count, 0) as play_count,
        coalesce(totals.ms_played, 0) as ms_played,
        coalesce(totals.play_count, 0) >= {{ var('context_min_plays') }} as enough_data

    from roll_ups
    left join totals on roll_ups.context = totals.context

),

final as (

    select
        counted.context,

        {{ context_words('counted.daypart', 'counted.weekpart', 'counted.season') }}
            as context_name,
        counted.daypart,
        counted.weekpart,
        counted.season,

        cast(counted.play_count as bigint) as play_count,
        {{ minutes('counted.ms_played') }} as minutes,
        {{ rounded_score('coalesce(counted.ms_played / nullif(all_plays.ms_played, 0), 0)') }}
            as minutes_share,
        coalesce(artist_lists.artists, []) as artists,
        case
            when not counted.enough_data then []
            when counted.context = {{ any_context() }} then coalesce(tag_lists.leading_tags, [])
            else coalesce(tag_lists.defining_tags, [])
        end as leading_tags,
        case when counted.enough_data then coalesce(tag_lists.risen_tags, []) else [] end
            as risen_tags,
        case when counted.enough_data then coalesce(tag_lists.fallen_tags, []) else [] end
            as fallen_tags,

        counted.enough_data

    from counted
    inner join counted as all_plays on all_plays.context = {{ any_context() }}
    left join artist_lists on counted.context = artist_lists.context
    left join tag_lists on counted.context = tag_lists.slice

)

select * from final
