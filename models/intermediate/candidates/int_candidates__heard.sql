-- One row per artist the listener has heard or spoken of, or that is no artist at all: may it be
-- recommended?
--
-- Known is who was finished `known_min_finished_plays` times; one stray play hides nobody. Blocked,
-- disliked and known ones stay out, heard or not, and so do collective credits.

with

artists as (

    select * from {{ ref('dim_artists') }}

),

special_artists as (

    select * from {{ ref('special_artists') }}

),

special_ids as (

    select distinct special_artists.artist_id from special_artists

),

feedback as (

    select * from {{ ref('int_feedback__artists') }}

),

artist_ids as (

    select artists.artist_id from artists

    union

    select special_ids.artist_id from special_ids

    union

    select feedback.artist_id from feedback

),

final as (

    select
        artist_ids.artist_id,

        artists.artist_name,

        coalesce(artists.finished_count, 0) as finished_count,
        artists.play_count,
        artists.engagement_total,

        special_ids.artist_id is not null
        or {{ known_artist('coalesce(artists.finished_count, 0)') }}
        or coalesce(feedback.is_excluded, false) as is_excluded,
        artists.artist_id is not null as is_heard

    from artist_ids
    left join artists on artist_ids.artist_id = artists.artist_id
    left join special_ids on artist_ids.artist_id = special_ids.artist_id
    left join feedback on artist_ids.artist_id = feedback.artist_id

)

select * from final
