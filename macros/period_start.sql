{% macro period_start(local_time) %}
    cast(date_trunc('{{ var("taste_period_grain") }}', {{ local_time }}) as date)
{% endmacro %}
