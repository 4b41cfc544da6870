{% macro in_hundred_words(share) %}
    format('{:.0f}', {{ percent(share) }})
{% endmacro %}
