{% macro context_key(daypart, weekpart, season) %}
    coalesce(nullif(concat_ws('-', {{ weekpart }}, {{ daypart }}, {{ season }}), ''), {{ any_context() }})
{% endmacro %}
