{% macro engine_words(engine) %}
    case {{ engine }}
        when 'content' then 'your tier'
        when 'temporal' then 'where your taste is going'
        when 'context' then 'times of day and year'
        when 'feedback' then 'what you said'
        else {{ engine }}
    end
{% endmacro %}
