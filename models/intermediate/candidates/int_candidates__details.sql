-- One row per artist of whom a provider told details: what they tell, folded into one.
--
-- Listeners are counted by Last.fm where it knows the artist, else by ListenBrainz, whose people
-- are far fewer, else by the listener's own file: compare them within one source only.

with

details as (

    select * from {{ ref('fetch_artist_details') }}

),

by_provider as (

    select
        details.artist_id,
        coalesce(
            max(details.artist_mbid) filter (where details.provider = 'listenbrainz'),
            max(details.artist_mbid) filter (where details.provider = 'musicbrainz'),
            max(details.artist_mbid)
        ) as artist_mbid,
        max(details.listener_count) filter (where details.provider = 'lastfm') as lastfm_listeners,
        max(details.listener_count) filter (where details.provider = 'listenbrainz')
            as listenbrainz_listeners,
        max(details.listener_count) filter (where details.provider = 'file') as file_listeners,
        coalesce(
            max(details.country) filter (where details.provider = 'listenbrainz'),
            max(details.country) filter (where details.provider = 'musicbrainz'),
            max(details.country)
        ) as country,
        min(details.begin_year) as begin_year,
        coalesce(
            max(details.top_tracks) filter (
                where details.provider = 'lastfm' and len(details.top_tracks) > 0
            ),
            max(details.top_tracks) filter (where len(details.top_tracks) > 0)
        ) as top_tracks,
        min(details.fetched_at) as fetched_at,
        bool_or(details.is_stale) as is_stale

    from details

    group by details.artist_id

),

final as (

    select
        by_provider.artist_id,
        by_provider.artist_mbid,

        case
            when by_provider.lastfm_listeners is not null then 'lastfm'
            when by_provider.listenbrainz_listeners is not null then 'listenbrainz'
            when by_provider.file_listeners is not null then 'file'
        end as listeners_source,
        by_provider.country,

        coalesce(
            by_provider.lastfm_listeners,
            by_provider.listenbrainz_listeners,
            by_provider.file_listeners
        ) as listeners,
        by_provider.begin_year,
        coalesce(by_provider.top_tracks, []) as top_tracks,

        by_provider.is_stale,

        by_provider.fetched_at

    from by_provider

)

select * from final
