-- Pairs of artist and title that once gave one key; returns the keys that still are alike.

{{ config(tags=['code']) }}

with

pairs as (

    select
        names.artist_id,
        names.track_key

    from (
        values
        ('a', 'b / c'),
        ('a / b', 'c'),
        ('a /', 'b'),
        ('a', '/ b'),
        ('a //', 'b')
    ) as names (artist_id, track_key)

),

keyed as (

    select {{ recording_key('pairs.artist_id', 'pairs.track_key') }} as track_id from pairs

)

select
    keyed.track_id,
    count(*) as occurrences

from keyed

group by keyed.track_id

having count(*) > 1
