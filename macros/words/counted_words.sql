{% macro counted_words(count, thing, things=none) %}
    case
        when {{ count }} = 1 then '1 {{ thing }}'
        else format('{:,} {{ things or thing ~ "s" }}', cast({{ count }} as bigint))
    end
{% endmacro %}
