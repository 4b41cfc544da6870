{# The ranks of a table run from 1 to the number of its rows, or of the rows of each group. #}
{% test rank_is_dense(model, column_name, group_by=none) %}

select
    {{ group_by ~ ',' if group_by }}
    count(*) as row_count,
    count(distinct {{ column_name }}) as rank_count,
    min({{ column_name }}) as first_rank,
    max({{ column_name }}) as last_rank

from {{ model }}

{{ 'group by ' ~ group_by if group_by }}

having count(*) > 0
    and (
        count(*) <> count(distinct {{ column_name }})
        or min({{ column_name }}) <> 1
        or max({{ column_name }}) <> count(*)
    )

{% endtest %}
