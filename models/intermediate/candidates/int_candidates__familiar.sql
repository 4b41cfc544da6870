-- One row per artist that the listener has heard, that is no artist, or that is one the listener
-- knows under another name: may it be recommended, and if not, why not?
--
-- Engines and what follows them read this; the look-ups of lists, which come before the lists,
-- read int_candidates__heard.

with

heard as (

    select * from {{ ref('int_candidates__heard') }}

),

same_artists as (

    select * from {{ ref('int_candidates__same_artists') }}

),

special_artists as (

    select * from {{ ref('special_artists') }}

),

special_ids as (

    select distinct special_artists.artist_id from special_artists

),

final as (

    select
        coalesce(heard.artist_id, same_artists.artist_id) as artist_id,
        same_artists.known_artist_id,

        case
            when same_artists.artist_id is not null then same_artists.excluded_reason
            when not heard.is_excluded then null
            when special_ids.artist_id is not null then 'no_artist'
            when {{ known_artist('heard.finished_count') }} then 'known'
            else 'said'
        end as excluded_reason,

        same_artists.artist_id is not null or heard.is_excluded as is_excluded

    from heard
    full outer join same_artists on heard.artist_id = same_artists.artist_id
    left join special_ids on heard.artist_id = special_ids.artist_id

)

select * from final
