{# What ranked the artists; an engine has its own words. #}
{% macro scorer_words(scorer) %}
    case {{ scorer }}
        when 'hybrid' then 'your list'
        when 'popularity' then 'what most people hear'
        when 'max_match' then 'closest to one artist of yours'
        when 'sum_match_top50' then 'closest to your top 50'
        when 'random' then 'by chance'
        else {{ engine_words(scorer) }}
    end
{% endmacro %}
