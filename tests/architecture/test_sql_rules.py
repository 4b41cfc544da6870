"""Each SQL rule catches what it is for, and lets the house's own SQL pass."""

import pytest

from tests.architecture import sql_rules
from tests.architecture.sql_rules import Rule

BAD: list[tuple[Rule, str]] = [
    (sql_rules.literal_numbers, "select hours * 24 as x from plays"),
    (sql_rules.literal_numbers, "select round(score, 6) from plays"),
    (sql_rules.literal_numbers, "select 0.5 as half"),
    (sql_rules.literal_numbers, "select x from y where x > 1e-9"),
    (sql_rules.literal_numbers, "select x from y where z in [50, 90]"),
    (sql_rules.literal_numbers, "select started_at - interval '30 days'"),
    (sql_rules.literal_numbers, "{{ rounded(score, 6) }}"),
    (sql_rules.literal_numbers, "select '{{ 7 }} days'"),
    (sql_rules.literal_numbers, "{% set share = 0.35 %}"),
    (sql_rules.literal_numbers, "select decimal(18, 3), 18"),
    (sql_rules.clocks, "select current_date"),
    (sql_rules.clocks, "select current_timestamp - started_at"),
    (sql_rules.clocks, "select now()"),
    (sql_rules.clocks, "select today() - day"),
    (sql_rules.clocks, "select get_current_timestamp()"),
    (sql_rules.clocks, "order by random()"),
    (sql_rules.clocks, "select uuid() as id"),
    (sql_rules.clocks, "select '{{ run_started_at }}'"),
    (sql_rules.var_calls, "{{ var('tier_start', 1) }}"),
    (sql_rules.var_calls, "select '{{ var(\"as_of\", 'x') }}'"),
    (sql_rules.var_calls, "{{ var(name) }}"),
    (sql_rules.unordered_aggregates, "select mode(country) from plays"),
    (sql_rules.unordered_aggregates, "select any_value(country) from plays"),
    (sql_rules.unordered_aggregates, "select first(country) from plays order by ended_at"),
    (sql_rules.unordered_aggregates, "select last(country)"),
    (sql_rules.unordered_aggregates, "select list(country) from plays order by country"),
    (sql_rules.unordered_aggregates, "select string_agg(country, ', ')"),
    (sql_rules.unordered_windows, "select row_number() over (partition by artist_id)"),
    (sql_rules.unordered_windows, "select rank() over ()"),
    (
        sql_rules.unordered_windows,
        "select lag(x) ignore nulls over (partition by y) from z order by x",
    ),
    (sql_rules.unordered_windows, "select row_number() over w from z window w as (partition by y)"),
    (sql_rules.unordered_windows, "select x from y qualify dense_rank() over (partition by z)"),
    (sql_rules.unordered_limits, "select * from plays limit {{ var('n') }}"),
    (sql_rules.unordered_limits, "select * from (select * from plays order by x) limit 1"),
    (sql_rules.unordered_limits, "select * from (select * from plays limit 1) order by x"),
    (sql_rules.positional_grouping, "select x, count(*) from y group by all"),
    (sql_rules.positional_grouping, "select x, count(*) from y group by 1"),
    (sql_rules.positional_grouping, "select x from y order by 1"),
    (sql_rules.hard_coded_relations, "select * from fct_plays"),
    (sql_rules.hard_coded_relations, "select * from main.fct_plays"),
    (sql_rules.hard_coded_relations, "with a as (select 1) select * from a join b using (x)"),
    (sql_rules.hard_coded_relations, "select * from read_parquet('history/*.parquet')"),
    (sql_rules.hard_coded_relations, "select * from 'plays.parquet'"),
    (sql_rules.header, "select 1"),
    (sql_rules.header, "{{ config(materialized='view') }}\nselect 1 -- One row per play"),
    (sql_rules.header, "-- Plays.\nselect 1 -- One row per play"),
    (sql_rules.header, "with x as (select 1)\n-- One row per play\nselect * from x"),
]

GOOD = """\
-- One row per artist, the 50 best, as of now() or `limit 7`.
{# and 300 more words, {{ var(x, 3) }} #}
{{ config(materialized='table') }}
/* mode(country) 42 */

with recursive

plays as (

    select * from {{ ref('fct_plays') }}

),

days(day, n) as materialized (
    select unnest(range(date '2020-01-01', date '2020-12-31', interval 1 day)), -1
),

final as (

    select
        plays.artist_id,
        plays.random,
        extract(year from plays.started_at) as year,
        string_split(plays.artist_name, '50 - 90')[2] as surname,
        cast(sum(plays.ms_played) / {{ ms_per_hour() }} as decimal(18, 3)) as hours,
        list(plays.name order by plays.play_count desc, plays.name) as names,
        list_sort(list(distinct plays.country)) as countries,
        arg_max(plays.name, plays.play_id) as newest_name,
        '{{ var("as_of") }}' as said,
        row_number() over (order by sum(plays.ms_played) desc, plays.artist_id) as n,
        first_value(plays.x) over w as x,
        count(*) filter (where plays.day1 is distinct from plays.day2) as changes

    from plays, unnest(plays.names) as parts(part)
    left join days on plays.day = days.day
    where plays.ms_played > 0 and plays.share between 0.0 and 1.0
    group by plays.artist_id
    window w as (partition by plays.artist_id order by plays.play_id)
    order by n
    limit {{ var('recommendation_count') }}

)

select * from final
"""

RULES: list[Rule] = sorted({rule for rule, _ in BAD}, key=lambda rule: rule.__name__)


@pytest.mark.parametrize(
    ("rule", "sql"), BAD, ids=lambda value: getattr(value, "__name__", None) or value[:50]
)
def test_a_breach_is_found(rule: Rule, sql: str) -> None:
    assert rule(sql), f"{rule.__name__} let this pass: {sql}"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_house_sql_passes(rule: Rule) -> None:
    assert rule(GOOD) == []


def test_a_breach_names_its_line_whatever_stands_before() -> None:
    sql = "-- One row per x\n{#\n#}\nselect\n    'a\nb' as x,\n    7 as y"
    assert sql_rules.literal_numbers(sql) == [
        "line 7: 7 is a literal; make it a var, or a unit in macros/units"
    ]


def test_a_header_may_follow_the_config() -> None:
    assert (
        sql_rules.header("{{ config(materialized='view') }}\n\n-- One row per play.\nselect 1")
        == []
    )


def test_vars_are_found_in_jinja_also_inside_texts_but_not_in_comments() -> None:
    sql = "-- {{ var('a') }}\nselect {{ var('b') }}, '{{ var(\"c\") }}' {# {{ var('d') }} #}"
    assert sql_rules.vars_used(sql) == {"b", "c"}
