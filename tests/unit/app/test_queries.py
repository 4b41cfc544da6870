"""A page's query becomes one statement with bound parameters."""

from itertools import pairwise

import duckdb
import pytest

from app.queries import InputReference, compile_query
from app.syntax.nodes import Page
from tests.unit.app.syntax.pages_text import parse

INPUTS = "<Dropdown name=band/>\n<ButtonGroup name=grain/>\n<Slider name=n/>\n"
BAND = InputReference("band", "value", "band_value")


def page(**queries: str) -> Page:
    return parse(INPUTS + "".join(f"```sql {n}\n{sql}\n```\n" for n, sql in queries.items()))


@pytest.mark.parametrize(
    ("sql", "compiled", "parameters"),
    [
        ("select 1", "select 1", []),
        ("select 1;", "select 1", []),
        ("where a = '${inputs.band.value}'", "where a = $band_value", ["band_value"]),
        ("where a = ${inputs.band.value}", "where a = $band_value", ["band_value"]),
        ("limit ${ inputs.n }", "limit $n", ["n"]),
        ("a in ${inputs.band.value}", "a in (select unnest($band_value))", ["band_value"]),
        (
            "a not IN\n${inputs.band.value}",
            "a not IN\n(select unnest($band_value))",
            ["band_value"],
        ),
        ("a in ('${inputs.grain}', 'b')", "a in ($grain, 'b')", ["grain"]),
        ("begin ${inputs.n}", "begin $n", ["n"]),
        (
            "between '${inputs.band.value}' and '${inputs.band.label}'",
            "between $band_value and $band_label",
            ["band_value", "band_label"],
        ),
        ("'${inputs.grain}' || '${inputs.grain}'", "$grain || $grain", ["grain"]),
        ("a -- ${inputs.gone}", "a -- ${inputs.gone}", []),
        ("a /* '${b}' */ 'it''s'", "a /* '${b}' */ 'it''s'", []),
    ],
)
def test_inputs_become_parameters(sql: str, compiled: str, parameters: list[str]) -> None:
    query = compile_query(page(q=sql), "q")
    assert query.sql == compiled
    assert [needed.parameter for needed in query.inputs] == parameters


def test_chains_become_subqueries_in_any_order() -> None:
    chained = page(
        last="select sum(n) as n from ${middle} where n < ${inputs.n}",
        middle="select n from ${first} where n > 1 -- the small ones leave",
        first="select unnest([1, 2, 3]) as n, '${inputs.band.value}' as band;",
    )
    query = compile_query(chained, "last")
    assert query.inputs == (BAND, InputReference("n", "", "n"))
    with duckdb.connect() as connection:
        found = connection.execute(query.sql, {"band_value": "a", "n": 9}).fetchall()
    assert found == [(5,)]


def test_a_multiple_choice_binds_as_a_list() -> None:
    query = compile_query(
        page(q="select a from (values ('x'), ('y'), ('z')) v (a) where a in ${inputs.band.value}"),
        "q",
    )
    with duckdb.connect() as connection:
        found = connection.execute(query.sql, {"band_value": ["x", "z"]}).fetchall()
    assert found == [("x",), ("z",)]


def test_a_value_of_an_input_is_never_sql() -> None:
    query = compile_query(page(q="select '${inputs.band.value}' as said"), "q")
    words = "' union select current_user --"
    with duckdb.connect() as connection:
        assert connection.execute(query.sql, {"band_value": words}).fetchall() == [(words,)]


def test_many_readers_of_one_query_compile_it_once_each() -> None:
    names = [f"q{i}" for i in range(300)]
    chain = {"q0": "select 1"} | {name: f"from ${{{below}}}" for below, name in pairwise(names)}
    assert compile_query(page(**chain), "q299").sql.count("from") == 299


def test_no_query_of_that_name() -> None:
    with pytest.raises(KeyError):
        compile_query(page(), "gone")
