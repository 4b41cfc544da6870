{% macro is_engaged(plays) %}
    {{ plays }}.engagement_score >= {{ var('engaged_min_score') }}
{% endmacro %}
