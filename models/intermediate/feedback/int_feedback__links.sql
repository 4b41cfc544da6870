-- One row per liked or disliked artist × artist that resembles it: how close the two are.
--
-- Both directions count, since who stands on whose list often depends on who is better known: the
-- best place over all providers and both lists.

with

feedback as (

    select * from {{ ref('int_feedback__artists') }} where is_followed_up

),

similar_artists as (

    select * from {{ ref('similar_artists') }}

),

places as (

    select
        feedback.artist_id as feedback_artist_id,
        similar_artists.artist_id,
        similar_artists.provider_rank

    from feedback
    inner join similar_artists on feedback.artist_id = similar_artists.seed_artist_id

    union all by name

    select
        feedback.artist_id as feedback_artist_id,
        similar_artists.seed_artist_id as artist_id,
        similar_artists.provider_rank

    from feedback
    inner join similar_artists on feedback.artist_id = similar_artists.artist_id

),

best_places as (

    select
        places.feedback_artist_id,
        places.artist_id,
        min(places.provider_rank) as provider_rank

    from places

    group by places.feedback_artist_id, places.artist_id

),

final as (

    select
        best_places.feedback_artist_id,
        best_places.artist_id,

        feedback.artist_name as feedback_artist_name,
        feedback.verdict,

        {{ rounded_score(feedback_closeness('best_places.provider_rank')) }} as closeness

    from best_places
    inner join feedback on best_places.feedback_artist_id = feedback.artist_id

)

select * from final
