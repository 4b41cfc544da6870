{% macro engagement_score(outcome, completion, is_chosen, is_shuffle) %}
    cast(
        case {{ outcome }}
            when 'finished' then 1
            when 'skipped' then {{ completion }} * {{ var('engagement_skipped_factor') }}
            else {{ completion }}
        end
        * case when {{ is_chosen }} then 1 else {{ var('engagement_unchosen_factor') }} end
        * case when {{ is_shuffle }} then {{ var('engagement_shuffle_factor') }} else 1 end
        as decimal(5, 4)
    )
{% endmacro %}
