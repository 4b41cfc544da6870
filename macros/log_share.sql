{% macro log_share(amount, largest) %}
    coalesce(ln(1 + {{ amount }}) / nullif(ln(1 + {{ largest }}), 0), 0)
{% endmacro %}
