-- One row per imported file of the listener's export.
--
-- What the import wrote about the file into the Parquet file's own metadata, one property a row
-- there.

with

properties as (

    select * from {{ source('spotify', 'history_file_properties') }}

),

property_texts as (

    select
        properties.file_name as store_path,
        decode(properties.key) as property,
        decode(properties.value) as property_value

    from properties

    where starts_with(decode(properties.key), 'mmuffin.')

),

files as (

    select
        property_texts.store_path,
        {{ property('property_texts', 'file_sha256') }} as file_sha256,
        {{ property('property_texts', 'file_name') }} as file_name,
        {{ property('property_texts', 'source_kind') }} as source_kind,
        {{ property('property_texts', 'form') }} as form,
        {{ property('property_texts', 'record_count') }} as record_count

    from property_texts

    group by property_texts.store_path

),

final as (

    select
        files.file_sha256,

        files.file_name,
        files.source_kind,
        files.form,

        cast(files.record_count as bigint) as record_count

    from files

)

select * from final
