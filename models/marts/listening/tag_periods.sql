-- One row per tag × period in which artists that carry it were played, or in the period before.
--
-- weight is the share of the period's time that the tag stands for, among artists of which tags
-- are known; an artist has several tags, so weights do not add up to 1.

with

tags as (

    select * from {{ ref('int_taste__tags') }} where slice_kind = 'period'

),

final as (

    select
        tags.tag,
        cast(tags.slice as date) as period_start_date,

        tags.artist_count,
        tags.weight,
        tags.lift,
        tags.change

    from tags

)

select * from final
