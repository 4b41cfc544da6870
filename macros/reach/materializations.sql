{#
  How a table and a view are made here: a relation whose mark says that it would come out the same
  stays as it is. There is no swap of old and new as in dbt's own materialisations: `mm` builds in a
  file that nobody reads yet. dbt lets only a materialisation itself run Python, hence no macro for
  what both do.
#}

{% materialization table, adapter="duckdb", supported_languages=["sql", "python"] %}
    {% set reach = reached() %}
    {% set target_relation = this.incorporate(type='table') %}
    {% if reach.stays %}
        {{ keep() }}
    {% else %}
        {{ drop_relation_if_exists(load_cached_relation(this)) }}
        {% call statement('main', language=model['language']) %}
            {{- create_table_as(False, target_relation, compiled_code, model['language']) }}
        {% endcall %}
        {% do set_mark(reach.inputs) %}
        {{ adapter.commit() }}
    {% endif %}
    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}

{% materialization view, adapter="duckdb" %}
    {% set reach = reached() %}
    {% set target_relation = this.incorporate(type='view') %}
    {% if reach.stays %}
        {{ keep() }}
    {% else %}
        {{ drop_relation_if_exists(load_cached_relation(this)) }}
        {% call statement('main') %}
            {{- get_create_view_as_sql(target_relation, compiled_code) }}
        {% endcall %}
        {% do set_mark(reach.inputs) %}
        {{ adapter.commit() }}
    {% endif %}
    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}

{% macro keep() %}
    {% call noop_statement('main', 'KEPT', code='KEPT', rows_affected=0) %}{% endcall %}
{% endmacro %}
