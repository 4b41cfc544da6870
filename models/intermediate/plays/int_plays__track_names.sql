-- One row per spelling of a track's title in the history: its key among an artist's recordings.
--
-- One recording comes under several URIs (about one in ten), so the folded title is what makes
-- recordings equal.

with

records as (

    select * from {{ ref('stg_spotify__records') }}

),

spellings as (

    select distinct records.track_name from records where records.track_name is not null

),

final as (

    select
        {{ name_key('spellings.track_name') }} as track_key,
        spellings.track_name

    from spellings

)

select * from final
