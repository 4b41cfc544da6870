-- One row per artist looked up in the second step: the candidates that most of the seeds' lists
-- name.
--
-- Agreement of seeds is the best simple sign of a good candidate (reference: number of seeds
-- 0.422 recall@50, best match 0.277). Their own lists make the graph of similar artists that
-- engines factorise. A list is asked for by name, so artists of one name are one here.

with

lists as (

    select * from {{ ref('fetch_similar__seeds') }}

),

seeds as (

    select * from {{ ref('int_lookups__seeds') }}

),

barred as (

    select * from {{ ref('int_feedback__artists') }} where is_barred_as_seed

),

special_mbids as (

    select * from {{ ref('special_mbids') }}

),

heard as (

    select * from {{ ref('int_candidates__heard') }} where is_excluded

),

known_names as (

    select * from {{ ref('int_candidates__known_names') }}

),

spellings as (

    select lists.seed_artist_name as artist_name from lists

    union

    select lists.candidate_artist_name as artist_name from lists

),

names as (

    select
        spellings.artist_name,
        {{ name_key('spellings.artist_name') }} as artist_id

    from spellings

),

unknown_names as (

    select names.*

    from names
    anti join heard on names.artist_id = heard.artist_id
    anti join known_names on {{ identity_key('names.artist_id') }} = known_names.identity_key

),

links as (

    select
        seed_names.artist_id as seed_artist_id,
        unknown_names.artist_id,
        unknown_names.artist_name,
        lists.provider_rank

    from lists
    inner join names as seed_names on lists.seed_artist_name = seed_names.artist_name
    inner join unknown_names on lists.candidate_artist_name = unknown_names.artist_name
    anti join special_mbids on lists.candidate_mbid = special_mbids.artist_mbid

),

candidates as (

    select
        links.artist_id,
        min(links.artist_name) as artist_name,
        count(distinct links.seed_artist_id) as seed_count,
        min(links.provider_rank) as best_provider_rank

    from links
    inner join seeds on links.seed_artist_id = seeds.artist_id
    anti join barred on links.seed_artist_id = barred.artist_id

    group by links.artist_id

),

ranked as (

    select
        candidates.*,
        row_number() over (
            order by
                candidates.seed_count desc,
                candidates.best_provider_rank asc,
                candidates.artist_id asc
        ) as lookup_rank

    from candidates

),

final as (

    select
        ranked.artist_id,

        ranked.artist_name,
        'second_hop' as purpose,

        ranked.lookup_rank,
        {{ call_share_until('second_hop') }} as call_share_until

    from ranked

    where ranked.lookup_rank <= {{ var('second_hop_count') }}

)

select * from final
