-- One row per era, oldest first, as a card to read: when, how long, what set it apart, whether the
-- listener explored or settled, and what moved against the era before.

with

eras as (

    select * from {{ ref('taste_eras') }}

),

named as (

    select
        eras.*,
        {{ first_names('eras.defining_artists', 'artist_name') }} as artist_names,
        {{ first_names('eras.defining_tags', 'tag') }} as tag_names,
        {{ first_names('eras.risen_tags', 'tag') }} as risen_names,
        {{ first_names('eras.fallen_tags', 'tag') }} as fallen_names,
        eras.era_name <> cast(eras.era_number as varchar) as has_name,
        eras.era_number = max(eras.era_number) over () as is_current

    from eras

),

told as (

    select
        named.era_number,

        case
            when named.has_name then {{ capitalised('named.era_name') }} else
                'Era ' || named.era_number
        end
            as era_title,
        {{ month_words('named.start_date') }} || ' – '
        || case when named.is_current then 'now' else {{ month_words('named.end_date') }} end
            as dates,
        case named.kind
            when 'exploration' then 'exploring'
            when 'stability' then 'settled'
            else 'just begun'
        end as mood,
        {{ span_words('(named.end_date - named.start_date + 1)') }} || ', '
        || {{ hours_words('named.hours') }} || ' of music.' as length_sentence,
        'Most its own: ' || nullif({{ list_words('named.artist_names') }}, '') || '.'
            as artists_sentence,
        'Its sound: ' || nullif({{ list_words('named.tag_names') }}, '') || '.' as tags_sentence,
        case named.kind
            when 'exploration'
                then
                    'You were exploring: ' || {{ percent_words('named.new_minutes_share') }}
                    || ' of your time went to artists you had only just met, where '
                    || {{ percent_words('named.usual_new_minutes_share') }} || ' is your usual.'
            when 'stability' then
                'You had settled in: ' || {{ percent_words('named.new_minutes_share') }}
                || ' of your time went to artists you had only just met, where '
                || {{ percent_words('named.usual_new_minutes_share') }} || ' is your usual.'
        end as mood_sentence,
        'Against the era before: ' || nullif(concat_ws(
            ', ',
            'more ' || nullif({{ list_words('named.risen_names') }}, ''),
            'less ' || nullif({{ list_words('named.fallen_names') }}, '')
        ), '') || '.' as change_sentence,
        coalesce(nullif({{ list_words('named.artist_names') }}, ''), '–') as artists,
        coalesce(nullif({{ list_words('named.tag_names') }}, ''), '–') as tags,

        named.hours,
        named.play_count,
        named.new_artist_count,
        named.new_minutes_share,

        named.is_current,

        named.start_date,
        named.end_date

    from named

),

final as (

    select
        told.era_number,

        told.era_title,
        told.dates,
        told.mood,
        concat_ws(
            ' ',
            told.length_sentence,
            told.artists_sentence,
            told.tags_sentence,
            told.mood_sentence,
            told.change_sentence
        ) as summary,
        told.artists,
        told.tags,

        told.hours,
        told.play_count,
        told.new_artist_count,
        told.new_minutes_share,

        told.is_current,

        told.start_date,
        told.end_date

    from told

)

select * from final
