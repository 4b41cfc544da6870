-- One row per artist that must not be recommended, and why: what was known before details were
-- looked up, and whom an MBID that only the details tell shows to be somebody the listener knows.

with

familiar as (

    select * from {{ ref('int_candidates__familiar') }} where is_excluded

),

list_names as (

    select * from {{ ref('int_candidates__list_names') }} where artist_mbid is not null

),

details as (

    select * from {{ ref('int_candidates__details') }} where artist_mbid is not null

),

mbids as (

    select
        list_names.artist_id,
        list_names.artist_mbid

    from list_names

    union

    select
        details.artist_id,
        details.artist_mbid

    from details

),

told as (

    select
        details.artist_id,
        min(coalesce(familiar.known_artist_id, familiar.artist_id)) as known_artist_id

    from details
    inner join mbids on details.artist_mbid = mbids.artist_mbid
    inner join familiar on mbids.artist_id = familiar.artist_id

    group by details.artist_id

),

unforeseen as (

    select told.* from told anti join familiar on told.artist_id = familiar.artist_id

),

final as (

    select
        familiar.artist_id,
        familiar.known_artist_id,

        familiar.excluded_reason,

        familiar.is_excluded

    from familiar

    union all by name

    select
        unforeseen.artist_id,
        unforeseen.known_artist_id,

        'same_mbid' as excluded_reason,

        true as is_excluded

    from unforeseen

)

select * from final
