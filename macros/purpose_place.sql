{% macro purpose_place(purpose) %}
    list_position({{ call_shares().keys() | list }}, {{ purpose }})
{%- endmacro %}
