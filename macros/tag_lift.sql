{% macro tag_lift(weight, usual_weight) %}
    ({{ weight }} + {{ var('tag_prior_weight') }}) / ({{ usual_weight }} + {{ var('tag_prior_weight') }})
{% endmacro %}
