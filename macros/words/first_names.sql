{% macro first_names(entries, name) %}
    [entry.{{ name }} for entry in {{ entries }}[:{{ var('page_names_count') }}]]
{% endmacro %}
