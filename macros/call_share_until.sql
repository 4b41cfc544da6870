{% macro call_share_until(purpose) %}
    {%- set used = namespace(shares=[], is_open=true) -%}
    {%- for name, share in call_shares().items() if used.is_open -%}
        {%- set used.shares = used.shares + [share] -%}
        {%- set used.is_open = name != purpose -%}
    {%- endfor -%}
    {{ rounded_score(used.shares | sum) }}
{%- endmacro %}
