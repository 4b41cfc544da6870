{% macro context_words(daypart, weekpart, season) %}
    coalesce(
        nullif(
            concat_ws(
                ' ',
                case
                    when {{ daypart }} is null then {{ weekpart }} || 's'
                    else concat_ws(' ', {{ weekpart }}, {{ daypart }} || 's')
                end,
                case
                    when coalesce({{ daypart }}, {{ weekpart }}) is null then {{ season }}
                    else 'in ' || {{ season }}
                end
            ),
            ''
        ),
        'all times'
    )
{% endmacro %}
