-- One row per artist of the stored lists that is one the listener knows, under another name.
--
-- The same MBID is the same artist, whatever its name: "Ye" is Kanye West. So is another way to
-- write the name ("The Beatles", "Beyoncé feat. Sia"), or what a provider corrected it to, unless
-- one provider gives the two names different MBIDs: "Rin'" is not Rin. A guest's credit is the
-- artist's whatever its MBID. Joint credits ("Simon & Garfunkel") are artists of their own.

with

list_names as (

    select * from {{ ref('int_candidates__list_names') }}

),

known_names as (

    select * from {{ ref('int_candidates__known_names') }}

),

similar_artists as (

    select * from {{ ref('similar_artists') }}

),

listed as (

    select distinct
        list_names.artist_id,
        list_names.name_key

    from list_names

),

keyed as (

    select
        listed.artist_id,
        {{ identity_key('listed.name_key') }} as identity_key,
        {{ without_guests('listed.name_key') }} <> listed.name_key as has_guests

    from listed

),

mbids as (

    select distinct
        list_names.artist_id,
        list_names.artist_mbid,
        list_names.provider

    from list_names

    where list_names.artist_mbid is not null

),

corrections as (

    select distinct
        known_names.artist_id,
        {{ name_key('similar_artists.answered_artist_name') }} as answered_name

    from known_names
    inner join similar_artists on known_names.artist_id = similar_artists.seed_artist_id

    where similar_artists.answered_artist_name <> similar_artists.seed_artist_name

),

wanted_keys as (

    select
        known_names.artist_id,
        known_names.identity_key

    from known_names

    union

    select
        corrections.artist_id,
        {{ identity_key('corrections.answered_name') }} as identity_key

    from corrections

),

alike as (

    select
        keyed.artist_id,
        keyed.has_guests,
        wanted_keys.artist_id as known_artist_id

    from keyed
    inner join wanted_keys on keyed.identity_key = wanted_keys.identity_key

),

told_apart as (

    select distinct
        alike.artist_id,
        alike.known_artist_id

    from alike
    inner join mbids on alike.artist_id = mbids.artist_id
    inner join mbids as known_mbids
        on alike.known_artist_id = known_mbids.artist_id
        and mbids.provider = known_mbids.provider
        and mbids.artist_mbid <> known_mbids.artist_mbid

    where not alike.has_guests

),

found as (

    select
        alike.artist_id,
        alike.known_artist_id,
        'same_name' as excluded_reason

    from alike
    anti join told_apart
        on alike.artist_id = told_apart.artist_id
        and alike.known_artist_id = told_apart.known_artist_id

    union all by name

    select
        mbids.artist_id,
        known_mbids.artist_id as known_artist_id,
        'same_mbid' as excluded_reason

    from mbids
    inner join mbids as known_mbids on mbids.artist_mbid = known_mbids.artist_mbid
    semi join known_names on known_mbids.artist_id = known_names.artist_id

),

final as (

    select
        found.artist_id,
        found.known_artist_id,

        found.excluded_reason

    from found
    anti join known_names on found.artist_id = known_names.artist_id

    qualify row_number() over (
        partition by found.artist_id
        order by found.excluded_reason asc, found.known_artist_id asc
    ) = 1

)

select * from final
