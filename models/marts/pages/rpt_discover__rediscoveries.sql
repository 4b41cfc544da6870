-- One row per forgotten artist, with why to hear it again in words.

with

rediscoveries as (

    select * from {{ ref('rediscoveries') }}

),

worded as (

    select
        rediscoveries.*,
        {{ first_seeds('rediscoveries.reasons') }} as near_names

    from rediscoveries

),

final as (

    select
        worded.artist_id,

        worded.artist_name,
        worded.top_track,
        'loved ' || {{ counted_words('worded.engaged_count', 'time') }}
        || ', but not in the last ' || {{ span_words('worded.silent_days') }} as summary,
        'Close to ' || nullif({{ list_words('worded.near_names') }}, '') || '.' as because,
        {{ artist_links('worded.artist_name', 'null') }}.spotify as spotify_url,

        worded.rank,
        worded.engaged_count,
        worded.hours,
        worded.silent_days,

        worded.last_played_at

    from worded

)

select * from final
