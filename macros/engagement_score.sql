{% macro engagement_score(outcome, completion, is_chosen, is_shuffle) %}
    cast(
        case {{ outcome }}
            when 'finished' then 1
            when 'skipped' then {{ completion }} * {{ var('engagement_skipped_factor') }}
            else {{ completion }}
        end
        * case when not {{ is_chosen }} then {{ var('engagement_unchosen_factor') }} else 1 end
        * case when {{ is_shuffle }} then {{ var('engagement_shuffle_factor') }} else 1 end
        as decimal(5, 4)
    )
{% endmacro %}
