-- One row per artist that must not be recommended: the key under which other ways to write its name
-- are found, such as "The Beatles" for "Beatles".
--
-- Not for collective credits: "(blank)" is none, but there is an artist Blank.

with

heard as (

    select * from {{ ref('int_candidates__heard') }} where is_excluded

),

special_artists as (

    select * from {{ ref('special_artists') }}

),

final as (

    select
        heard.artist_id,

        {{ identity_key('heard.artist_id') }} as identity_key

    from heard
    anti join special_artists on heard.artist_id = special_artists.artist_id

)

select * from final
