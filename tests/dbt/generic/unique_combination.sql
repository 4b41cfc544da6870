{# The columns are a key: returns each combination that occurs more than once. #}
{% test unique_combination(model, columns) %}

select
    {{ columns | join(', ') }},
    count(*) as occurrences

from {{ model }}

group by {{ columns | join(', ') }}

having count(*) > 1

{% endtest %}
