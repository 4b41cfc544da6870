{% macro provider_words(provider) %}
    case {{ provider }}
        when 'lastfm' then 'Last.fm'
        when 'listenbrainz' then 'ListenBrainz'
        when 'musicbrainz' then 'MusicBrainz'
        when 'file' then 'your own files'
        else {{ provider }}
    end
{% endmacro %}
