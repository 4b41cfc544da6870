-- Without a single play of music nothing below would hold anything. `mm` says what was imported
-- instead.

with

plays as (

    select * from {{ ref('fct_plays') }}

)

select count(*) as play_count from plays

having count(*) = 0
