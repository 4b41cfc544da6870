{% macro play_outcome(end_meaning, is_skipped, completion) %}
    case
        when {{ end_meaning }} = 'finished' then 'finished'
        when {{ completion }} >= {{ var('finished_min_completion') }} then 'finished'
        when {{ end_meaning }} = 'skipped' or {{ is_skipped }} then 'skipped'
        else 'neutral'
    end
{% endmacro %}
