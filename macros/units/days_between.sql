{% macro days_between(from_time, to_time) %}
    (epoch({{ to_time }}) - epoch({{ from_time }})) / 86400
{% endmacro %}
