{% macro completion(ms_played, duration_ms) %}
    cast(least(1, {{ ms_played }} / nullif({{ duration_ms }}, 0)) as decimal(5, 4))
{% endmacro %}
