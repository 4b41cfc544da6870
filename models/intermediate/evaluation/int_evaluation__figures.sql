-- One row per scorer × cut-off of the last `mm evaluate`, with its place among the scorers.
--
-- The newest cut-off is the one that tuning never sees.

with

evaluations as (

    select * from {{ ref('stg_listener__evaluations') }}

),

final as (

    select
        evaluations.*,

        row_number() over (
            partition by evaluations.as_of
            order by evaluations.ndcg desc nulls last, evaluations.scorer asc
        ) as ndcg_place,

        evaluations.as_of = max(evaluations.as_of) over () as is_last_cutoff

    from evaluations

)

select * from final
