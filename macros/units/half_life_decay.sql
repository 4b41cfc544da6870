{# 1 now, half of it after each half-life; an age below 0 counts as 0, no age gives null. #}
{% macro half_life_decay(age, half_life) %}
    power(0.5, case when {{ age }} > 0 then {{ age }} when {{ age }} <= 0 then 0 end / {{ half_life }})
{% endmacro %}
