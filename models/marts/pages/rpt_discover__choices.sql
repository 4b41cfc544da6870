-- One row per filter of the list × choice: its words with how many artists it leaves, in order.
--
-- The first choice of each filter is `all`; choices that leave nobody are not offered.

with

artists as (

    select * from {{ ref('rpt_discover__artists') }}

),

bands as (

    select * from {{ ref('tier_distribution') }}

),

contexts as (

    select * from {{ ref('contexts') }}

),

artist_times as (

    select unnest(artists.times) as choice

    from artists

),

artist_engines as (

    select unnest(artists.engines) as choice

    from artists

),

counted as (

    select
        'tier' as filter,
        artists.tier_band as choice,
        case when bands.rank_from is null then 'others' else artists.tier_band end as words,
        cast(coalesce(bands.rank_from, 0) as double) as sort_key,
        bands.rank_from is null as is_last,
        count(*) as artist_count

    from artists
    left join bands on artists.tier_band = bands.tier_band

    group by artists.tier_band, bands.rank_from

    union all

    select
        'time' as filter,
        artist_times.choice,
        contexts.context_name as words,
        -1 * count(*) as sort_key,
        false as is_last,
        count(*) as artist_count

    from artist_times
    inner join contexts on artist_times.choice = contexts.context

    group by artist_times.choice, contexts.context_name

    union all

    select
        'fame' as filter,
        artists.fame as choice,
        artists.fame as words,
        coalesce(min(artists.popularity), 0) as sort_key,
        min(artists.popularity) is null as is_last,
        count(*) as artist_count

    from artists

    group by artists.fame

    union all

    select
        'engine' as filter,
        artist_engines.choice,
        {{ engine_words('artist_engines.choice') }} as words,
        -1 * count(*) as sort_key,
        false as is_last,
        count(*) as artist_count

    from artist_engines

    group by artist_engines.choice

),

placed as (

    select
        counted.filter,
        counted.choice,
        counted.words || ' (' || format('{:,}', counted.artist_count) || ')' as words,
        row_number() over (
            partition by counted.filter
            order by counted.is_last asc, counted.sort_key asc, counted.choice asc
        ) as place

    from counted

),

final as (

    select
        everything.filter,
        everything.choice,

        everything.words,

        everything.place

    from (
        values
        ('tier', 'all', 'all tiers', 0),
        ('time', 'all', 'any time', 0),
        ('fame', 'all', 'known or not', 0),
        ('engine', 'all', 'any of them', 0)
    ) as everything (filter, choice, words, place)

    union all

    select * from placed

)

select * from final
