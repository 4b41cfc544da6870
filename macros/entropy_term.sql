{% macro entropy_term(share) %}
    cast(coalesce(-1 * {{ share }} * ln(nullif({{ share }}, 0)), 0) as decimal(18, 12))
{% endmacro %}
