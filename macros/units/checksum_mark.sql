{% macro checksum_mark(checksum) %}
    left({{ checksum }}, 12)
{% endmacro %}
