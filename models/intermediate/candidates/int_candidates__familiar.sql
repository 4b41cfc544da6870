-- One row per artist that the listener has heard, that is no artist, or that is one the listener
-- knows under another name: may it be recommended, and if not, why not?
--
-- What blends recommendations reads this; the look-ups of lists, which come before the lists, read
-- int_candidates__heard.

with

heard as (

    select * from {{ ref('int_candidates__heard') }}

),

special_artists as (

    select * from {{ ref('special_artists') }}

),

special_ids as (

    select distinct special_artists.artist_id from special_artists

),

same_artists as (

    select * from {{ ref('int_candidates__same_artists') }}

),

list_names as (

    select * from {{ ref('int_candidates__list_names') }}

),

details as (

    select * from {{ ref('int_candidates__details') }} where artist_mbid is not null

),

mbids as (

    select
        list_names.artist_id,
        list_names.artist_mbid

    from list_names

    where list_names.artist_mbid is not null

    union

    select
        details.artist_id,
        details.artist_mbid

    from details

),

other_names as (

    select
        same_artists.artist_id,
        same_artists.known_artist_id,
        same_artists.excluded_reason

    from same_artists

    union all by name

    -- MBIDs that only the details tell
    select
        details.artist_id,
        mbids.artist_id as known_artist_id,
        'same_mbid' as excluded_reason

    from details
    inner join mbids
        on details.artist_mbid = mbids.artist_mbid
        and details.artist_id <> mbids.artist_id
    semi join heard
        on mbids.artist_id = heard.artist_id
        and heard.is_excluded

),

same as (

    select
        other_names.artist_id,
        other_names.known_artist_id,
        other_names.excluded_reason

    from other_names

    qualify row_number() over (
        partition by other_names.artist_id
        order by other_names.excluded_reason asc, other_names.known_artist_id asc
    ) = 1

),

final as (

    select
        coalesce(heard.artist_id, same.artist_id) as artist_id,
        case when not coalesce(heard.is_excluded, false) then same.known_artist_id end
            as known_artist_id,

        case
            when heard.is_excluded and special_ids.artist_id is not null then 'no_artist'
            when heard.is_excluded and {{ known_artist('heard.finished_count') }} then 'known'
            when heard.is_excluded then 'said'
            else same.excluded_reason
        end as excluded_reason,

        coalesce(heard.is_excluded, false) or same.artist_id is not null as is_excluded,
        coalesce(heard.is_heard, false) as is_heard

    from heard
    full outer join same on heard.artist_id = same.artist_id
    left join special_ids on heard.artist_id = special_ids.artist_id

)

select * from final
