-- One row per column of every public mart, with its type and what it means.
--
-- From the yml files of the project, as dbt knows them while it builds: the catalogue that the SQL
-- page shows.

with

described as (

    select
        unnest(
            from_json(
                '{{ tojson(public_columns()) | replace("'", "''") }}',
                '[{"table_name": "varchar", "table_description": "varchar",'
                || ' "column_place": "bigint", "column_name": "varchar",'
                || ' "data_type": "varchar", "description": "varchar"}]'
            ),
            recursive := true
        )

),

final as (

    select
        described.table_name,
        described.column_name,

        described.data_type,
        trim(replace(described.description, '`', '')) as description,
        trim(replace(described.table_description, '`', '')) as table_description,

        described.column_place

    from described

)

select * from final
