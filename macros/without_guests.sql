{% macro without_guests(folded_name) %}
    regexp_replace(
        {{ folded_name }}, '\s+[(\[]?(feat|ft|featuring)(\.\s*|\s+)[^\s&+].*$', ''
    )
{% endmacro %}
