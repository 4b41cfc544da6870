{% macro artist_entry(artists) %}
    struct_pack(
        artist_id := {{ artists }}.artist_id,
        artist_name := {{ artists }}.artist_name,
        play_count := {{ artists }}.play_count,
        lift := {{ artists }}.lift
    )
{% endmacro %}
