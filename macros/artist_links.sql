{# Last.fm decodes names twice. #}
{% macro artist_links(artist_name, artist_mbid) %}
    {
        'lastfm': 'https://www.last.fm/music/'
        || url_encode(replace({{ artist_name }}, '+', url_encode('+'))),
        'musicbrainz': coalesce(
            'https://musicbrainz.org/artist/' || {{ artist_mbid }},
            'https://musicbrainz.org/search?type=artist&query=' || url_encode({{ artist_name }})
        ),
        'spotify': 'https://open.spotify.com/search/' || url_encode({{ artist_name }})
    }
{% endmacro %}
