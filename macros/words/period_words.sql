{% macro period_words(period_start_date) %}
    {%- set length = 'interval 1 ' ~ var('taste_period_grain') -%}
    {%- if var('taste_period_grain') == 'year' -%}
    strftime({{ period_start_date }}, '%Y')
    {%- elif var('taste_period_grain') == 'month' -%}
    {{ month_words(period_start_date) }}
    {%- else -%}
    strftime({{ period_start_date }}, '%b–')
    || strftime({{ period_start_date }} + {{ length }} - interval 1 day, '%b %Y')
    {%- endif -%}
{% endmacro %}
