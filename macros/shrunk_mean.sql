{% macro shrunk_mean(total, observation_count, prior_mean, prior_count) %}
    coalesce(
        ({{ total }} + {{ prior_count }} * {{ prior_mean }})
        / nullif({{ observation_count }} + {{ prior_count }}, 0),
        0
    )
{% endmacro %}
