-- One row per spelling × MBID × provider in the stored lists: which artist it is.
--
-- Most artists are their folded name. Of several artists that share a name, the one by whose MBID
-- a provider was asked has the name as its key, else the one that most lists mean; each other has
-- the name and its MBID: "nirvana [9282c8b4-…]". Two MBIDs are two artists only where one provider
-- gives both: Last.fm's are often older than MusicBrainz's own for the same artist.

with

stored_lists as (

    select * from {{ ref('fetch_similar__second_hop') }}

),

special_mbids as (

    select * from {{ ref('special_mbids') }}

),

mentions as (

    select
        stored_lists.candidate_artist_name as artist_name,
        stored_lists.candidate_mbid as artist_mbid,
        stored_lists.provider,
        count(*) as list_count,
        false as is_seed

    from stored_lists
    anti join special_mbids on stored_lists.candidate_mbid = special_mbids.artist_mbid

    group by
        stored_lists.candidate_artist_name, stored_lists.candidate_mbid, stored_lists.provider

    union all by name

    select
        stored_lists.seed_artist_name as artist_name,
        stored_lists.seed_mbid as artist_mbid,
        stored_lists.provider,
        0 as list_count,
        true as is_seed

    from stored_lists

    group by stored_lists.seed_artist_name, stored_lists.seed_mbid, stored_lists.provider

),

spellings as (

    select distinct mentions.artist_name from mentions

),

names as (

    select
        spellings.artist_name,
        {{ name_key('spellings.artist_name') }} as name_key

    from spellings

),

mbids as (

    select
        names.name_key,
        mentions.artist_mbid,
        mentions.provider,
        sum(mentions.list_count) as list_count,
        bool_or(mentions.is_seed) as is_seed

    from mentions
    inner join names on mentions.artist_name = names.artist_name

    where mentions.artist_mbid is not null

    group by names.name_key, mentions.artist_mbid, mentions.provider

),

-- Whom the name alone means.
meant as (

    select
        mbids.name_key,
        mbids.artist_mbid

    from mbids

    group by mbids.name_key, mbids.artist_mbid

    qualify row_number() over (
        partition by mbids.name_key
        order by bool_or(mbids.is_seed) desc, sum(mbids.list_count) desc, mbids.artist_mbid asc
    ) = 1

),

namesakes as (

    select distinct
        others.name_key,
        others.artist_mbid

    from mbids as others
    inner join meant
        on others.name_key = meant.name_key
        and others.artist_mbid <> meant.artist_mbid
    inner join mbids as told_apart
        on meant.name_key = told_apart.name_key
        and meant.artist_mbid = told_apart.artist_mbid
        and others.provider = told_apart.provider

),

final as (

    select distinct
        mentions.artist_name,
        mentions.artist_mbid,
        mentions.provider,

        names.name_key,
        case
            when namesakes.artist_mbid is null then names.name_key
            else names.name_key || ' [' || namesakes.artist_mbid || ']'
        end as artist_id

    from mentions
    inner join names on mentions.artist_name = names.artist_name
    left join namesakes
        on names.name_key = namesakes.name_key
        and mentions.artist_mbid = namesakes.artist_mbid

)

select * from final
