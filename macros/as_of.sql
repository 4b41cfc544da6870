{% macro as_of() %}
    (select parameters.as_of from {{ ref('int_run__parameters') }} as parameters)
{% endmacro %}
