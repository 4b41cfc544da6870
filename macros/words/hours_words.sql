{% macro hours_words(hours) %}
    case
        when {{ hours }} >= 1 then {{ counted_words('round(' ~ hours ~ ')', 'hour') }}
        when {{ hours }} * {{ minutes_per_hour() }} >= 1
            then {{ counted_words('floor(' ~ hours ~ ' * ' ~ minutes_per_hour() ~ ')', 'minute') }}
        else 'less than a minute'
    end
{% endmacro %}
