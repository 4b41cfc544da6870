-- Cases of the macros of words; returns those that come out wrong.

{{ config(tags=['code']) }}

with

counts as (

    select
        {{ counted_words('cases.amount', 'play') }} as actual,
        cases.expected

    from (
        values
        (0, '0 plays'),
        (1, '1 play'),
        (12345, '12,345 plays')
    ) as cases (amount, expected)

),

hours as (

    select
        {{ hours_words('cases.amount') }} as actual,
        cases.expected

    from (
        values
        (0, 'less than a minute'),
        (0.02, '1 minute'),
        (0.34, '20 minutes'),
        (0.6, '36 minutes'),
        (1.4, '1 hour'),
        (1842.7, '1,843 hours')
    ) as cases (amount, expected)

),

shares as (

    select
        {{ percent_words('cases.amount') }} as actual,
        cases.expected

    from (
        values
        (0, '0%'),
        (0.004, 'less than 1%'),
        (0.126, '13%'),
        (1, '100%')
    ) as cases (amount, expected)

),

spans as (

    select
        {{ span_words('cases.amount') }} as actual,
        cases.expected

    from (
        values
        (1.5, '1 day'),
        (60, '60 days'),
        (61, '2 months'),
        (478, '15 months'),
        (731, '2 years')
    ) as cases (amount, expected)

),

lists as (

    select
        {{ list_words('cases.names') }} as actual,
        cases.expected

    from (
        values
        (cast([] as varchar[]), ''),
        (['A'], 'A'),
        (['A', 'B'], 'A and B'),
        (['A', 'B', 'C'], 'A, B and C')
    ) as cases (names, expected)

),

seeds as (

    select
        {{ seed_words('cases.artist_name', 'cases.seed_rank') }} as actual,
        cases.expected

    from (
        values
        ('Air', 1234, 'Air (#1,234)'),
        ('Moby', null, 'Moby')
    ) as cases (artist_name, seed_rank, expected)

),

contexts as (

    select
        {{ context_words('cases.daypart', 'cases.weekpart', 'cases.season') }} as actual,
        cases.expected

    from (
        values
        ('morning', null, null, 'mornings'),
        (null, 'weekend', null, 'weekends'),
        (null, null, 'winter', 'winter'),
        (null, 'weekday', 'winter', 'weekdays in winter'),
        ('night', null, 'summer', 'nights in summer'),
        ('evening', 'weekend', 'autumn', 'weekend evenings in autumn'),
        (null, null, null, 'all times')
    ) as cases (daypart, weekpart, season, expected)

),

others as (

    select
        {{ day_words("timestamp '2017-03-07 23:00:00'") }} as actual,
        '7 March 2017' as expected

    union all

    select
        {{ month_words("date '2017-03-07'") }} as actual,
        'March 2017' as expected

    union all

    select
        {{ capitalised("'weekends in winter'") }} as actual,
        'Weekends in winter' as expected

    union all

    select
        {{ engine_words("'temporal'") }} as actual,
        'where your taste is going' as expected

    union all

    select
        {{ engine_words("'own'") }} as actual,
        'own' as expected

    union all

    select
        {{ artist_links("'AC+DC & co'", 'null') }}.spotify as actual,
        'https://open.spotify.com/search/AC%2BDC%20%26%20co' as expected

    union all

    select
        {{ artist_links("'AC+DC'", "'5b11f4ce'") }}.lastfm as actual,
        'https://www.last.fm/music/AC%252BDC' as expected

    union all

    select
        {{ artist_links("'AC+DC'", "'5b11f4ce'") }}.musicbrainz as actual,
        'https://musicbrainz.org/artist/5b11f4ce' as expected

),

cases as (

    select * from counts
    union all
    select * from hours
    union all
    select * from shares
    union all
    select * from spans
    union all
    select * from lists
    union all
    select * from seeds
    union all
    select * from contexts
    union all
    select * from others

)

select cases.* from cases where cases.actual is distinct from cases.expected
