{% macro capitalised(words) %}
    upper({{ words }}[1]) || {{ words }}[1 + 1:]
{% endmacro %}
