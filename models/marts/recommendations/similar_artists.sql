-- One row per seed artist × similar artist × provider: every list that is stored, not only this
-- build's.
--
-- Artists are told apart and named in int_candidates__list_names; a list is looked up by name, so
-- its seed is whom the name alone means. Special-purpose artists of MusicBrainz stand for no artist
-- and are left out, by MBID: real bands have names in brackets too. `match` is the provider's own
-- figure; it starts near 1 for every seed, so compare ranks, never matches, across seeds.

with

stored_lists as (

    select * from {{ ref('fetch_similar__second_hop') }}

),

names as (

    select * from {{ ref('int_candidates__list_names') }}

),

special_mbids as (

    select * from {{ ref('special_mbids') }}

),

lists as (

    select stored_lists.*

    from stored_lists
    anti join special_mbids on stored_lists.candidate_mbid = special_mbids.artist_mbid

),

seeds as (

    select distinct
        names.artist_name,
        names.name_key as artist_id

    from names

),

final as (

    select
        seeds.artist_id as seed_artist_id,
        candidates.artist_id,
        lists.provider,

        lists.seed_artist_name,
        lists.candidate_artist_name as artist_name,
        lists.candidate_mbid as artist_mbid,
        lists.answered_artist_name,

        lists.provider_rank,
        lists.match,

        lists.is_stale,

        lists.fetched_at

    from lists
    inner join seeds on lists.seed_artist_name = seeds.artist_name
    inner join names as candidates
        on lists.candidate_artist_name = candidates.artist_name
        and lists.candidate_mbid is not distinct from candidates.artist_mbid
        and lists.provider = candidates.provider

    where seeds.artist_id <> candidates.artist_id

    qualify row_number() over (
        partition by seeds.artist_id, candidates.artist_id, lists.provider
        order by
            lists.provider_rank asc,
            lists.seed_artist_name asc,
            lists.candidate_artist_name asc,
            lists.candidate_mbid asc
    ) = 1

)

select * from final
