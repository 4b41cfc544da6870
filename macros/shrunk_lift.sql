{% macro shrunk_lift(plays_in_slice, artist_plays, slice_plays, all_plays, prior_plays) %}
    ({{ plays_in_slice }} + {{ prior_plays }})
    / ({{ artist_plays }} * {{ slice_plays }} / {{ all_plays }} + {{ prior_plays }})
{% endmacro %}
