-- One row per word of the listener about an artist, in the order of `said_at`.
--
-- The only reader of the feedback log. Its times rise from line to line, so they tell which word
-- came last.

with

feedback as (

    select * from {{ source('listener', 'feedback') }}

),

final as (

    select
        feedback.artist_id,

        feedback.artist_name,
        cast(feedback.verdict as varchar) as verdict,

        feedback.said_at

    from feedback

)

select * from final
