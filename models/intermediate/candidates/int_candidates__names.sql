-- One row per artist on a stored list: the spelling of its name that most lists use.

with

similar_artists as (

    select * from {{ ref('similar_artists') }}

),

spellings as (

    select
        similar_artists.artist_id,
        similar_artists.artist_name,
        count(*) as list_count

    from similar_artists

    group by similar_artists.artist_id, similar_artists.artist_name

),

final as (

    select
        spellings.artist_id,
        spellings.artist_name

    from spellings

    qualify row_number() over (
        partition by spellings.artist_id
        order by spellings.list_count desc, spellings.artist_name asc
    ) = 1

)

select * from final
