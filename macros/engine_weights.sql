{% macro engine_weights() %}
    [
        {%- for engine, weight in var('engines').items() %}
        {'engine': '{{ engine }}', 'weight': cast({{ weight }} as double)}{{ ',' if not loop.last }}
        {%- endfor %}
    ]
{% endmacro %}
