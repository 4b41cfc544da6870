{% macro context_lift(plays_in_context, artist_plays, context_plays, all_plays) %}
    {{ shrunk_lift(
        plays_in_context, artist_plays, context_plays, all_plays, var('context_prior_plays')
    ) }}
{% endmacro %}
