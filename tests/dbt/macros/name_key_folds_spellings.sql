-- Cases of the macro name_key; returns those that come out wrong.

{{ config(tags=['code']) }}

with

cases as (

    select
        spellings.spelling,
        spellings.expected

    from (
        values
        ('Motörhead', 'motorhead'),
        ('  Sigur   Rós ', 'sigur ros'),
        ('ΆΛΚΗΣΤΙΣ', 'αλκηστισ'),
        ('Guns N’ Roses', 'guns n'' roses'),
        ('a‐ha', 'a-ha'),
        ('バンド', 'バンド'),
        ('한국', '한국'),
        ('दिल', 'दिल'),
        ('กี่', 'กี่'),
        ('செ', 'செ'),
        ('Ёлка', 'елка'),
        ('Zero​Width', 'zerowidth'),
        ('+/-', '+/-'),
        ('', '')
    ) as spellings (spelling, expected)

),

folded as (

    select
        cases.spelling,
        cases.expected,
        {{ name_key('cases.spelling') }} as actual

    from cases

)

select folded.* from folded where folded.actual is distinct from folded.expected
