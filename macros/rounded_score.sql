{# Adding 0 turns a rounded -0.0 into 0.0. #}
{% macro rounded_score(score) %}
    (round(cast({{ score }} as double), {{ var('score_digits') }}) + 0)
{% endmacro %}
