-- Cases of the macro identity_key; returns the pairs of names that come out wrong.
--
-- docs/formulas.md shows the same table to readers.

{{ config(tags=['code']) }}

with

cases as (

    select
        pairs.one,
        pairs.other,
        pairs.are_one

    from (
        values
        -- articles
        ('The Beatles', 'Beatles', true),
        ('Beatles, The', 'the beatles', true),
        ('The The', 'The The', true),
        ('Theory', 'ory', false),
        ('Die Ärzte', 'Ärzte', false),
        -- and
        ('Simon & Garfunkel', 'Simon and Garfunkel', true),
        ('Florence + The Machine', 'Florence And The Machine', true),
        ('Simon&Garfunkel', 'Simon & Garfunkel', true),
        ('+44', '44', false),
        -- guests
        ('Beyoncé feat. Jay-Z', 'BEYONCE', true),
        ('Beyoncé (ft. JAY-Z)', 'Beyonce', true),
        ('Beyoncé [featuring Jay-Z]', 'Beyonce', true),
        ('Beyoncé featuring Jay-Z', 'Beyoncé FT. Sia', true),
        ('Little Feat', 'Little', false),
        ('Little Feat & Friends', 'Little', false),
        ('Daft Punk', 'Da', false),
        -- joint credits are artists of their own
        ('Simon & Garfunkel', 'Simon', false),
        ('Freddie Gibbs & Madlib', 'Madlib', false),
        ('Freddie Gibbs, Madlib', 'Freddie Gibbs', false),
        ('David Guetta vs. Sia', 'David Guetta', false),
        -- marks
        ('Jay-Z', 'JAY Z', true),
        ('AC/DC', 'AC DC', true),
        ('N.W.A', 'N.W.A.', true),
        ('M.I.A.', 'MIA', true),
        ('*NSYNC', 'NSYNC', true),
        ('Guns N’ Roses', 'Guns N Roses', true),
        ('Tyler, The Creator', 'Tyler the Creator', true),
        ('Godspeed You! Black Emperor', 'Godspeed You Black Emperor!', true),
        ('STAYC', 'Stay-C', false),
        ('tripleS', 'Triple S', false),
        ('Ke$ha', 'Keha', false),
        ('!!!', '???', false),
        ('!!!', '!!!', true),
        ('+/-', '-', false),
        -- more in the name is another name
        ('Nirvana', 'Nirvana (UK)', false),
        ('バンド', 'バンド', true)
    ) as pairs (one, other, are_one)

),

folded as (

    select
        cases.*,
        {{ name_key('cases.one') }} as one_name,
        {{ name_key('cases.other') }} as other_name

    from cases

),

keyed as (

    select
        folded.*,
        {{ identity_key('folded.one_name') }} as one_key,
        {{ identity_key('folded.other_name') }} as other_key

    from folded

)

select keyed.*

from keyed

where
    (keyed.one_key = keyed.other_key) is distinct from keyed.are_one
    or keyed.one_key = ''
