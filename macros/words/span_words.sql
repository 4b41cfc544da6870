{% macro span_words(days) %}
    case
        when {{ days }} >= {{ days_per_year() }} + {{ days_per_year() }}
            then {{ counted_words('floor(' ~ days ~ ' / ' ~ days_per_year() ~ ')', 'year') }}
        when {{ days }} >= {{ days_per_month() }} + {{ days_per_month() }}
            then {{ counted_words('floor(' ~ days ~ ' / ' ~ days_per_month() ~ ')', 'month') }}
        else {{ counted_words('floor(' ~ days ~ ')', 'day') }}
    end
{% endmacro %}
