-- One row per recommended artist, best first, with its reasons: artists the listener has never or
-- barely heard.
--
-- Every reason names an artist of the listener's own that led there and that artist's preference
-- rank.

with

blended as (

    select * from {{ ref('eng_hybrid__blend') }}

),

heard as (

    select * from {{ ref('int_candidates__heard') }} where is_heard

),

final as (

    select
        blended.artist_id,

        coalesce(heard.artist_name, blended.artist_name) as artist_name,

        blended.rank,
        blended.score,
        blended.confidence,
        blended.engine_shares,
        blended.reasons,
        {
            'lastfm': 'https://www.last.fm/music/' || url_encode(blended.artist_name),
            'musicbrainz':
            'https://musicbrainz.org/search?type=artist&query=' || url_encode(blended.artist_name),
            'spotify': 'https://open.spotify.com/search/' || url_encode(blended.artist_name)
        } as links,

        heard.artist_id is null as is_new,
        heard.artist_id is not null as barely_heard

    from blended
    left join heard on blended.artist_id = heard.artist_id

)

select * from final
