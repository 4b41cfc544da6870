{% macro vars_said() %}
    {{- tojson(invocation_args_dict.get('vars', {}), sort_keys=true) | replace("'", "''") -}}
{% endmacro %}
