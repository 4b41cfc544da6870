{% macro any_context() %}'any'{% endmacro %}
