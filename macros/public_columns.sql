{# From the ymls as dbt knows them while it runs, so there is none while it parses. #}
{% macro public_columns() %}
    {%- set columns = [] -%}
    {%- set models = graph.nodes.values() | selectattr('resource_type', 'equalto', 'model')
        if execute else [] -%}
    {%- for model in models | sort(attribute='name')
        if model.fqn[1] == 'marts' and model.fqn[1 + 1] != 'pages' -%}
        {%- for column in model.columns.values() -%}
            {%- do columns.append({
                'table_name': model.name,
                'table_description': model.description,
                'column_place': loop.index,
                'column_name': column.name,
                'data_type': column.data_type,
                'description': column.description,
            }) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{- return(columns) -}}
{% endmacro %}
