-- One row per artist that is looked up for where the taste is heading, in the order of `place`.
--
-- Two lists take turns: engaged minutes, older ones counting less, and the same for artists that
-- are new to the listener.

with

moments as (

    select * from {{ ref('int_engagement__moments') }} where moment = 0

),

heading as (

    select
        moments.artist_id,
        row_number() over (
            order by moments.recent_minutes desc, moments.artist_id asc
        ) as recent_place,
        row_number() over (
            order by moments.adopted_minutes desc, moments.artist_id asc
        ) as adopted_place

    from moments

),

final as (

    select
        heading.artist_id,
        row_number() over (
            order by least(heading.recent_place, heading.adopted_place) asc, heading.artist_id asc
        ) as place

    from heading

    qualify place <= {{ var('temporal_lookup_count') }}

)

select * from final
