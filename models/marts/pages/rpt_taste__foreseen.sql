-- One row per artist that the look ahead puts first, best first: who leads there, what it sounds
-- like, and its place on the list.
--
-- The temporal engine alone, before the blend: the list weighs the tier and the times of day too.

with

candidates as (

    select * from {{ ref('engine_candidates') }} where engine = 'temporal'

),

recommendations as (

    select * from {{ ref('recommendations') }}

),

artist_tags as (

    select * from {{ ref('artist_tags') }}

),

first_candidates as (

    select
        candidates.*,
        row_number() over (order by candidates.engine_rank asc) as place,
        {{ first_seeds('candidates.seeds') }} as near_names

    from candidates

    qualify
        row_number() over (order by candidates.engine_rank asc) <= {{ var('page_foreseen_count') }}

),

tags as (

    select
        artist_tags.artist_id,
        list(artist_tags.tag order by artist_tags.tag_rank asc) as tags

    from artist_tags

    group by artist_tags.artist_id

),

final as (

    select
        first_candidates.artist_id,

        first_candidates.artist_name,
        coalesce(nullif({{ list_words('first_candidates.near_names') }}, ''), '–') as because,
        coalesce(
            nullif({{ list_words('tags.tags[:' ~ var('page_names_count') ~ ']') }}, ''), '–'
        ) as tag_words,

        first_candidates.place,
        recommendations.rank as list_rank,
        first_candidates.confidence,
        coalesce(tags.tags, []) as tags

    from first_candidates
    left join recommendations on first_candidates.artist_id = recommendations.artist_id
    left join tags on first_candidates.artist_id = tags.artist_id

)

select * from final
