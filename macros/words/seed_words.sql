{% macro seed_words(artist_name, seed_rank) %}
    {{ artist_name }} || coalesce(format(' (#{:,})', {{ seed_rank }}), '')
{% endmacro %}
