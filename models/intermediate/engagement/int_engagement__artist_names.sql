-- One row per artist heard: the spelling of the name that was played most.

with

plays as (

    select * from {{ ref('int_plays__kept') }}

),

spellings as (

    select
        plays.artist_id,
        plays.artist_name,
        count(*) as play_count,
        sum(plays.ms_played) as ms_played

    from plays

    group by plays.artist_id, plays.artist_name

),

final as (

    select
        spellings.artist_id,
        spellings.artist_name

    from spellings

    qualify row_number() over (
        partition by spellings.artist_id
        order by spellings.play_count desc, spellings.ms_played desc, spellings.artist_name asc
    ) = 1

)

select * from final
