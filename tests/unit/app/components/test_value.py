import pytest

from app.components import value
from tests.unit.app.components.drawing import HOSTILE, call_of, rows

ROWS = """
    select * from (values
        ('Björk', 3.5, 0.25, date '2026-11-24', ['a', 'b'], {'x': 1}),
        ('Air', 1.5, -0.1, null, [], {'x': 2})
    ) as t (name, hours, change_share, day, tags, nested)
"""


def text(**props: object) -> str:
    return value.text(call_of(value.COMPONENT, rows(ROWS), **props))


@pytest.mark.parametrize(
    ("props", "shown"),
    [
        ({}, "Björk"),
        ({"row": 1}, "Air"),
        ({"column": "hours"}, "3.5"),
        ({"column": "hours", "fmt": "num2"}, "3.50"),
        ({"column": "change_share", "fmt": "pct0"}, "25%"),
        ({"column": "day"}, "Nov 24, 2026"),
        ({"column": "day", "row": 1}, "–"),
        ({"column": "hours", "row": 2}, "–"),
        ({"column": "tags"}, "a, b"),
        ({"column": "hours", "agg": "sum"}, "5"),
        ({"column": "hours", "agg": "avg", "fmt": "num1"}, "2.5"),
        ({"column": "hours", "agg": "min"}, "1.5"),
        ({"column": "hours", "agg": "median"}, "2.5"),
        ({"column": "hours", "agg": "max"}, "3.5"),
    ],
)
def test_a_value_is_a_cell_or_an_aggregate_as_a_reader_sees_it(props: dict, shown: str):
    assert text(**props) == shown


def test_a_share_is_a_percentage_without_a_format():
    assert text(column="change_share").endswith("%")


def test_a_value_of_no_rows_is_a_dash():
    frame = rows("select 1.5 as hours where false")
    for agg in (None, "avg", "max"):
        assert value.text(call_of(value.COMPONENT, frame, agg=agg)) == "–"


@pytest.mark.parametrize(
    ("props", "why"),
    [({"column": "nested"}, "do it in SQL"), ({"column": "name", "agg": "sum"}, "needs numbers")],
)
def test_a_value_that_cannot_be_shown_is_refused(props: dict, why: str):
    with pytest.raises(ValueError, match=why):
        value.verify(call_of(value.COMPONENT, rows(ROWS), **props))


def test_a_list_of_structs_is_refused_as_a_struct_is():
    frame = rows("select [{'x': 1}] as v")
    with pytest.raises(ValueError, match="do it in SQL"):
        value.verify(call_of(value.COMPONENT, frame))


def test_words_of_data_go_to_the_renderer_as_they_are_for_it_escapes_them():
    frame = rows("select 1 as v").assign(v=HOSTILE)
    assert value.text(call_of(value.COMPONENT, frame)) == HOSTILE
