{# A slash in the artist's key is doubled, so that no artist and title read like another pair. #}
{% macro recording_key(artist_id, track_key) %}
    replace({{ artist_id }}, '/', '//') || ' / ' || {{ track_key }}
{% endmacro %}
