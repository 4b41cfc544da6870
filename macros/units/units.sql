{# Unit constants and conversions: the only home of a factor between two units. #}

{% macro ms_per_second() %}1000{% endmacro %}

{% macro ms_per_minute() %}60000{% endmacro %}

{% macro ms_per_hour() %}3600000{% endmacro %}

{% macro hours(ms) %}
    cast(round({{ ms }} / {{ ms_per_hour() }}, 3) as decimal(12, 3))
{% endmacro %}

{% macro minutes(ms) %}
    cast(round({{ ms }} / {{ ms_per_minute() }}, 2) as decimal(14, 2))
{% endmacro %}

{% macro minutes_per_hour() %}60{% endmacro %}

{% macro hours_per_day() %}24{% endmacro %}

{% macro days_per_month() %}30.4375{% endmacro %}

{% macro days_per_year() %}365.25{% endmacro %}

{% macro percent(share) %}100 * ({{ share }}){% endmacro %}
