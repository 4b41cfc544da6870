{% macro day_words(day) %}
    strftime({{ day }}, '%-d %B %Y')
{% endmacro %}
