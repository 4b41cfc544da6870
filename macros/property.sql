{% macro property(properties, name) %}
    max({{ properties }}.property_value)
        filter (where {{ properties }}.property = 'mmuffin.{{ name }}')
{% endmacro %}
