-- One row per artist looked up in the second step: the candidates that most of the tier's lists
-- name.
--
-- Agreement of seeds is the best simple sign of a good candidate (reference: number of seeds
-- 0.422 recall@50, best match 0.277). Their own lists make the graph of similar artists that
-- engines factorise.

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

links as (

    select
        {{ name_key('lists.seed_artist_name') }} as seed_artist_id,
        {{ name_key('lists.candidate_artist_name') }} as artist_id,
        lists.candidate_artist_name as artist_name,
        lists.provider_rank

    from lists
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
    anti join heard on links.artist_id = heard.artist_id

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
