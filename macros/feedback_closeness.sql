{% macro feedback_closeness(provider_rank) %}
    1 / (1 + ({{ provider_rank }} - 1) / {{ var('feedback_closeness_rank') }})
{% endmacro %}
