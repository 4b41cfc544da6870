{% macro could_be_play(records) %}
    {{ records }}.reject_reason is null
    and {{ records }}.artist_name is not null
    and {{ records }}.track_name is not null
    and {{ records }}.ms_played > 0
{% endmacro %}
