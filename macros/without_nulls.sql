{% macro without_nulls(entries) %}
    [entry for entry in {{ entries }} if entry is not null]
{% endmacro %}
