-- One row per context, but for all times at once: what is turned to there, in words.
--
-- The one sentence of a context with too few plays says so.

with

contexts as (

    select * from {{ ref('contexts') }} where context <> {{ any_context() }}

),

lists as (

    select
        context_recommendations.context,
        count(*) as artist_count

    from {{ ref('context_recommendations') }} as context_recommendations

    group by context_recommendations.context

),

named as (

    select
        contexts.*,
        cast(contexts.daypart is not null as integer)
        + cast(contexts.weekpart is not null as integer)
        + cast(contexts.season is not null as integer) as part_count,
        {{ first_names('contexts.risen_tags', 'tag') }} as risen_names,
        {{ first_names('contexts.fallen_tags', 'tag') }} as fallen_names,
        {{ first_names('contexts.artists', 'artist_name') }} as artist_names,
        coalesce(lists.artist_count, 0) as recommendation_count

    from contexts
    left join lists on contexts.context = lists.context

),

worded as (

    select
        named.*,
        nullif(concat_ws(
            ', ',
            'more ' || nullif({{ list_words('named.risen_names') }}, ''),
            'less ' || nullif({{ list_words('named.fallen_names') }}, '')
        ), '') as tags_words,
        nullif({{ list_words('named.artist_names') }}, '') as artists_words

    from named

),

final as (

    select
        worded.context,

        {{ capitalised('worded.context_name') }} as context_name,
        worded.daypart,
        worded.weekpart,
        worded.season,
        case when worded.part_count > 1 then 'mixed' else coalesce(
            case when worded.daypart is not null then 'day' end,
            case when worded.weekpart is not null then 'week' end,
            'year'
        ) end as kind,
        {{ capitalised('worded.context_name') }}
        || case when worded.enough_data then '' else ' (heard too little)' end as choice,

        row_number() over (
            order by
                worded.enough_data desc,
                worded.part_count asc,
                worded.daypart is null asc,
                worded.weekpart is null asc,
                coalesce(worded.artists[1].lift, 0) desc,
                worded.minutes desc,
                worded.context asc
        ) as place,
        worded.play_count,
        cast(worded.minutes / {{ minutes_per_hour() }} as decimal(12, 3)) as hours,
        worded.minutes_share,
        worded.recommendation_count,
        case
            when not worded.enough_data
                then
                    'Only ' || {{ counted_words('worded.play_count', 'play') }} || ' then: from '
                    || {{ counted_words(var('context_min_plays'), 'play') }}
                    || ' on there is more to say.'
            else
                {{ capitalised('(' ~ percent_words('worded.minutes_share') ~ ')') }}
                || ' of your time'
                || coalesce(': ' || worded.tags_words, '') || '.'
                || coalesce(
                    ' ' || worded.artists_words
                    || case when len(worded.artist_names) > 1 then ' belong' else ' belongs' end
                    || ' there.',
                    ''
                )
        end as sentence,

        worded.enough_data

    from worded

)

select * from final
