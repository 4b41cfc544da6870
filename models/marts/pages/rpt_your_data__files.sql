-- One row per imported file: how many of its records are plays, and from when to when.

with

ledger as (

    select * from {{ ref('import_ledger') }}

),

plays as (

    select * from {{ ref('fct_plays') }}

),

records as (

    select
        ledger.file,
        ledger.kind,
        sum(ledger.rows) as record_count,
        coalesce(sum(ledger.rows) filter (where ledger.outcome = 'kept'), 0) as kept_count

    from ledger

    group by ledger.file, ledger.kind

),

days as (

    select
        plays.source_file,
        min(cast(plays.local_started_at as date)) as first_date,
        max(cast(plays.local_started_at as date)) as last_date

    from plays

    group by plays.source_file

),

final as (

    select
        records.file,

        records.kind,

        cast(records.record_count as bigint) as record_count,
        cast(records.kept_count as bigint) as kept_count,
        cast(records.record_count - records.kept_count as bigint) as left_out_count,
        {{ rounded_score('records.kept_count / nullif(records.record_count, 0)') }} as kept_share,

        days.first_date,
        days.last_date

    from records
    left join days on records.file = days.source_file

)

select * from final
