{% macro context_lift(plays_in_context, artist_plays, context_plays, all_plays) %}
    ({{ plays_in_context }} + {{ var('context_prior_plays') }})
    / ({{ artist_plays }} * {{ context_plays }} / {{ all_plays }} + {{ var('context_prior_plays') }})
{% endmacro %}
