{% macro month_words(day) %}
    strftime({{ day }}, '%B %Y')
{% endmacro %}
