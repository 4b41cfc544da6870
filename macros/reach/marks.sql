{#
  The mark of a table stands in its comment. It says what the table was made from: its own SQL or
  Python as compiled, and of each table it reads by what that is told apart, which is what that was
  made from or, with `compared_by: rows`, what it holds. A table made by other means has no mark.
#}

{% macro reached() %}
    {% set source_marks = fromjson(env_var('MM_SOURCE_MARKS', '{}')) %}
    {% set marks = all_marks() %}
    {% set parts = [compiled_code] %}
    {% for node_id in model.depends_on.nodes | unique | sort %}
        {% set kind, name = node_id.split('.')[0], node_id.split('.')[2] %}
        {% if kind == 'model' %}
            {% do parts.append(marks[name].told_by if name in marks else none) %}
        {% elif kind == 'source' %}
            {% do parts.append(source_marks.get(name)) %}
        {% endif %}
    {% endfor %}
    {% set inputs = none if none in parts else local_md5(parts | join('\n')) %}
    {% set made_by = marks[this.identifier].made_by if this.identifier in marks else none %}
    {% set is_same = inputs is not none and made_by == inputs %}
    {% set is_always_built = config.get('meta', {}).get('always_built', false) %}
    {{ return({'inputs': inputs, 'stays': is_same and not is_always_built}) }}
{% endmacro %}

{% macro all_marks() %}
    {# dbt shares `graph` among all nodes of a run: what is set once is there for them all. #}
    {% if 'marks' not in graph %}
        {% set marks = stored_marks() if env_var('MM_KEEPS_TABLES', '') == '1' else {} %}
        {% do graph.setdefault('marks', marks) %}
    {% endif %}
    {{ return(graph['marks']) }}
{% endmacro %}

{% macro stored_marks() %}
    {% set marks = {} %}
    {% set found = run_query(
        "select name, regexp_extract(said, '.*made by ([0-9a-f]{32})', 1) as made_by,"
        ~ " regexp_extract(said, '.*told by ([0-9a-f]{32})', 1) as told_by from ("
        ~ "select table_name as name, comment as said from duckdb_tables()"
        ~ " where database_name = current_database() union all"
        ~ " select view_name, comment from duckdb_views()"
        ~ " where database_name = current_database()"
        ~ ") where said like '%(made by %, told by %)'"
    ) %}
    {% for row in found.rows %}
        {% do marks.update({row[0]: {'made_by': row[1], 'told_by': row[2]}}) %}
    {% endfor %}
    {{ return(marks) }}
{% endmacro %}

{% macro set_mark(inputs) %}
    {% set said = model.description %}
    {% if inputs is none %}
        {% do all_marks().pop(this.identifier, none) %}
    {% else %}
        {% set compared_by = config.get('meta', {}).get('compared_by') %}
        {% set told_by = rows_mark() if compared_by == 'rows' else inputs %}
        {% set said = said ~ ' (made by ' ~ inputs ~ ', told by ' ~ told_by ~ ')' %}
        {% do all_marks().update({this.identifier: {'made_by': inputs, 'told_by': told_by}}) %}
    {% endif %}
    {% set kind = 'view' if config.get('materialized') == 'view' else 'table' %}
    {% set quoted = said | replace("'", "''") %}
    {% call statement('mark') %}comment on {{ kind }} {{ this }} is '{{ quoted }}'{% endcall %}
{% endmacro %}

{% macro rows_mark() %}
    {% set rows = run_query(
        "select count(*) || ' ' || sum(cast(hash(built) as hugeint)) from " ~ this ~ " as built"
    ) %}
    {{ return(local_md5(rows.rows[0][0] | string)) }}
{% endmacro %}
