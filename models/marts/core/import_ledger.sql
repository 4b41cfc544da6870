-- One row per file × outcome × reason: where every record of the export went.
--
-- Each record of each imported file is either kept or rejected for exactly one reason, so the
-- rows of a file sum to the records in it. "Why does it show fewer plays than my export has?" is
-- answered here.

with

records as (

    select * from {{ ref('int_plays__identified') }}

),

duplicates as (

    select * from {{ ref('int_plays__duplicates') }}

),

files as (

    select * from {{ ref('int_plays__files') }}

),

import_reasons as (

    select * from {{ ref('import_reasons') }}

),

outcomes as (

    select
        records.file_number,
        coalesce(records.reject_reason, duplicates.reject_reason) as reason

    from records
    left join duplicates
        on records.file_number = duplicates.file_number
        and records.record_number = duplicates.record_number

),

counted as (

    select
        files.file,
        files.source_kind as kind,
        case when outcomes.reason is null then 'kept' else 'rejected' end as outcome,
        coalesce(outcomes.reason, 'kept') as reason,
        count(outcomes.file_number) as rows

    from files
    left join outcomes on files.file_number = outcomes.file_number

    group by files.file, files.source_kind, outcomes.reason

),

final as (

    select
        counted.file,
        counted.kind,
        counted.outcome,
        counted.reason,
        coalesce(import_reasons.meaning, counted.reason) as meaning,

        counted.rows

    from counted
    left join import_reasons on counted.reason = import_reasons.reason

)

select * from final
