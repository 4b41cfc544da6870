"""A small made-up warehouse with the tables and columns that lists and names are read from."""

from __future__ import annotations

from pathlib import Path

import duckdb

from cli.context import Context

_TABLES = """
create table run_report as select '{}' as vars_said, 'Europe/Berlin' as home_timezone;
create table int_run__home as select 'north' as home_hemisphere;
create table dayparts as
    select h as local_hour, case
        when h between 6 and 11 then 'morning' when h between 12 and 17 then 'afternoon'
        when h between 18 and 22 then 'evening' else 'night' end as daypart
    from range(24) t(h);
create table weekparts as
    select d as local_weekday, if(d > 5, 'weekend', 'weekday') as weekpart from range(1, 8) t(d);
create table seasons as
    select m as local_month, h as hemisphere,
        ['winter', 'spring', 'summer', 'autumn'][1 + (m + if(h = 'north', 0, 6)) % 12 // 3]
            as season
    from range(1, 13) t(m), (values ('north'), ('south')) u(h);
create table contexts (
    context varchar, daypart varchar, weekpart varchar, season varchar, play_count bigint,
    enough_data boolean
);
insert into contexts values
    ('any', null, null, null, 900, true),
    ('morning', 'morning', null, null, 300, true),
    ('weekday-morning', 'morning', 'weekday', null, 200, true),
    ('weekday-morning-winter', 'morning', 'weekday', 'winter', 12, false),
    ('winter', null, null, 'winter', 400, true),
    ('night', 'night', null, null, 0, false);
create table context_recommendations as
    select 'morning' as context, artist_id, artist_name, 'morning' as daypart,
        null::varchar as weekpart, null::varchar as season, rank, score, 3 as support, reasons
    from (values
        ('x', 'X', 1, 0.5, [{'artist_name': 'Air', 'seed_rank': 1}]),
        ('y', 'Y', 2, 0.4, [{'artist_name': 'Air', 'seed_rank': 1}])
    ) t(artist_id, artist_name, rank, score, reasons);
create table recommendations (artist_id varchar, artist_name varchar, rank bigint);
insert into recommendations values ('x', 'X', 1), ('y', 'Y', 2), ('z', 'Z', 3);
create table dim_artists (artist_id varchar, artist_name varchar);
insert into dim_artists values
    ('motorhead', 'Motörhead'), ('guns n'' roses', 'Guns N’ Roses'), ('the beatles', 'The Beatles');
create table engine_candidates (artist_id varchar, artist_name varchar);
insert into engine_candidates values ('girlschool', 'Girlschool'), ('motorhead', 'MOTORHEAD');
create table similar_artists
    (artist_id varchar, artist_name varchar, seed_artist_id varchar, seed_artist_name varchar);
insert into similar_artists values
    ('nirvana (uk)', 'Nirvana', 'motorhead', 'Motorhead'),
    ('nirvana', 'Nirvana', 'motorhead', 'Motorhead'),
    ('bjork', 'Björk', 'motorhead', 'Motorhead');
"""


def home_with_warehouse(root: Path) -> Context:
    """Make the warehouse in a home at `root`, and return the context of that home."""
    context = Context({"MM_HOME": str(root)})
    warehouse = context.settings.home.warehouse
    warehouse.parent.mkdir(parents=True)
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute(_TABLES)
    return context
