{% macro percent_words(share) %}
    case
        when {{ share }} > 0 and round({{ percent(share) }}) < 1 then 'less than 1%'
        else format('{:,.0f}%', {{ percent(share) }})
    end
{% endmacro %}
