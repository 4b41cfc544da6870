-- One row per outcome of the imported records: how many are plays, and why the others are not.

with

ledger as (

    select * from {{ ref('import_ledger') }}

),

totals as (

    select
        ledger.reason,
        ledger.meaning,
        ledger.outcome,
        sum(ledger.rows) as record_count,
        count(*) as file_count

    from ledger

    where ledger.rows > 0

    group by ledger.reason, ledger.meaning, ledger.outcome

),

final as (

    select
        totals.reason,

        {{ capitalised('totals.meaning') }} as meaning,

        cast(totals.record_count as bigint) as record_count,
        totals.file_count,
        {{ rounded_score('totals.record_count / sum(totals.record_count) over ()') }}
            as record_share,
        row_number() over (
            partition by totals.outcome order by totals.record_count desc, totals.reason asc
        ) as place,

        totals.outcome = 'kept' as is_kept

    from totals

)

select * from final
