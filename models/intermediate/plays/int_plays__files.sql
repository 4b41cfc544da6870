-- One row per imported file: how it is numbered and named in this build.
--
-- Two exports may hold files of the same name with other content: those are told apart by the start
-- of their checksum, "endsong_0.json (3f2a91c07d11)", whatever the order in which they were
-- imported.

with

files as (

    select * from {{ ref('stg_spotify__files') }}

),

final as (

    select
        row_number() over (order by files.file_sha256 asc) as file_number,

        {{ checksum_mark('files.file_sha256') }} as file_mark,
        files.file_sha256,
        case
            when count(*) over (partition by files.file_name) > 1
                then files.file_name || ' (' || {{ checksum_mark('files.file_sha256') }} || ')'
            else files.file_name
        end as file,
        files.source_kind,
        files.form,

        files.record_count

    from files

)

select * from final
