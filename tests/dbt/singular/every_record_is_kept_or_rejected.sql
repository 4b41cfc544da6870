-- The ledger adds up: each file has as many rows in it as records were counted when the file was
-- read.

with

ledger as (

    select * from {{ ref('import_ledger') }}

),

files as (

    select * from {{ ref('int_plays__files') }}

),

ledger_totals as (

    select
        ledger.file,
        sum(ledger.rows) as ledger_rows

    from ledger

    group by ledger.file

)

select
    files.file,
    files.record_count,
    ledger_totals.ledger_rows

from files
left join ledger_totals on files.file = ledger_totals.file

where files.record_count is distinct from ledger_totals.ledger_rows
