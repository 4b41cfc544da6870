-- What the ledger calls kept is what `fct_plays` holds, file by file.

with

ledger as (

    select * from {{ ref('import_ledger') }} where outcome = 'kept' and rows > 0

),

plays as (

    select * from {{ ref('fct_plays') }}

),

played as (

    select
        plays.source_file,
        count(*) as play_count

    from plays

    group by plays.source_file

)

select
    coalesce(ledger.file, played.source_file) as file,
    ledger.rows,
    played.play_count

from ledger
full outer join played on ledger.file = played.source_file

where ledger.rows is distinct from played.play_count
