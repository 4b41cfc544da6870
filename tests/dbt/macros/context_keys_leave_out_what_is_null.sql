-- Cases of the macro context_key; returns those that come out wrong.

{{ config(tags=['code']) }}

with

cases as (

    select
        parts.daypart,
        parts.weekpart,
        parts.season,
        parts.expected

    from (
        values
        ('morning', 'weekend', 'winter', 'weekend-morning-winter'),
        (null, 'weekend', 'winter', 'weekend-winter'),
        ('night', null, null, 'night'),
        (null, null, null, 'any')
    ) as parts (daypart, weekpart, season, expected)

),

named as (

    select
        cases.expected,
        {{ context_key('cases.daypart', 'cases.weekpart', 'cases.season') }} as actual

    from cases

)

select named.* from named where named.actual is distinct from named.expected
