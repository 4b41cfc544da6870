-- One row per artist the listener has heard, or that is no artist at all: may it be recommended?
--
-- Known is who was finished `known_min_finished_plays` times; one stray play hides nobody.
-- Collective credits are never recommended, heard or not.

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

final as (

    select
        coalesce(artists.artist_id, special_ids.artist_id) as artist_id,

        artists.artist_name,

        coalesce(artists.finished_count, 0) as finished_count,
        artists.play_count,
        artists.engagement_total,

        special_ids.artist_id is not null
        or {{ known_artist('artists.finished_count') }} as is_excluded,
        artists.artist_id is not null as is_heard

    from artists
    full outer join special_ids on artists.artist_id = special_ids.artist_id

)

select * from final
