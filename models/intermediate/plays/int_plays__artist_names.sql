-- One row per spelling of an artist's name in the history: which artist it means.
--
-- "Chance the Rapper" and "CHANCE THE RAPPER" are one artist. Names are folded once per spelling,
-- not once per play.

with

records as (

    select * from {{ ref('stg_spotify__records') }}

),

spellings as (

    select distinct records.artist_name from records where records.artist_name is not null

),

final as (

    select
        {{ name_key('spellings.artist_name') }} as artist_id,
        spellings.artist_name

    from spellings

)

select * from final
