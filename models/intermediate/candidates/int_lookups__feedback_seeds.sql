-- One row per artist that is looked up because the listener liked or disliked it, in the order of
-- `place`: the newest word first. Heard or not, its list says what to lift or lower.

with

feedback as (

    select * from {{ ref('int_feedback__artists') }} where is_followed_up

),

final as (

    select
        feedback.artist_id,
        row_number() over (order by feedback.said_at desc, feedback.artist_id asc) as place

    from feedback

    qualify place <= {{ var('feedback_lookup_count') }}

)

select * from final
