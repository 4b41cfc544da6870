{% macro known_artist(finished_count) %}
    {{ finished_count }} >= {{ var('known_min_finished_plays') }}
{% endmacro %}
