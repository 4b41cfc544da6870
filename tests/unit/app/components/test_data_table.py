import json

import pytest
from streamlit.testing.v1 import AppTest

from app.components import column, data_table
from app.components.contract import Call
from app.components.data_table import COMPONENT, height, totals, verify
from app.escape import md
from tests.unit.app.components.drawing import HOSTILE, call_of, drawn, rows

ROWS = """
    select * from (values
        ('Björk', 1204, 12.5, 0.731, date '2026-11-24', timestamp '2026-11-24 18:05:00', true,
            ['art pop', 'pop'], [1, null, 3]),
        ('Air', 96, 1.25, 0.05, null, null, null, [], null)
    ) as t (artist_name, plays, hours, finished_share, day, last_at, is_new, tags, course)
"""


def asked(*said: dict, sql: str = ROWS, **props: object) -> Call:
    children = tuple(call_of(column.COMPONENT, **each) for each in said)
    return call_of(COMPONENT, rows(sql), children=children, **props)


def shown(*said: dict, **props: object) -> AppTest:
    made = asked(*said, **props)
    verify(made)
    return drawn((COMPONENT, made))


def cells(*said: dict, **props: object) -> dict[str, list]:
    return shown(*said, **props).dataframe[0].value.to_dict("list")


def configs(*said: dict, **props: object) -> dict[str, dict]:
    (frame,) = shown(*said, **props).dataframe
    return json.loads(frame.proto.columns)


def test_without_columns_every_column_is_shown_under_its_name_in_words():
    made = configs()
    assert [made[name]["label"] for name in rows(ROWS).columns] == [
        "Artist name",
        "Plays",
        "Hours",
        "Finished share",
        "Day",
        "Last at",
        "Is new",
        "Tags",
        "Course",
    ]
    assert cells()["tags"] == ["art pop, pop", ""]


def test_named_columns_are_shown_in_their_order_under_their_titles():
    made = shown({"id": "plays", "title": "Heard"}, {"id": "artist_name"})
    assert made.dataframe[0].value.columns.tolist() == ["plays", "artist_name"]
    assert json.loads(made.dataframe[0].proto.columns)["plays"]["label"] == "Heard"


@pytest.mark.parametrize(
    ("said", "pattern", "first"),
    [
        ({"id": "plays"}, "%,.0f", 1204),
        ({"id": "plays", "fmt": "id"}, "%.0f", 1204),
        ({"id": "hours", "fmt": "num1"}, "%,.1f", 12.5),
        ({"id": "finished_share", "fmt": "pct0"}, "%,.0f%%", 73.1),
        ({"id": "finished_share", "fmt": "pct0", "content_type": "bar"}, "%,.0f%%", 73.1),
        ({"id": "day"}, "MMM D, YYYY", None),
        ({"id": "day", "fmt": "yyyy"}, "YYYY", None),
        ({"id": "last_at"}, "MMM D, YYYY, HH:mm", None),
    ],
)
def test_numbers_and_times_stay_such_and_are_written_by_their_format(
    said: dict, pattern: str, first: float | None
):
    assert configs(said)[said["id"]]["type_config"]["format"] == pattern
    if first is not None:
        assert cells(said)[said["id"]][0] == pytest.approx(first)


def test_a_format_that_tables_do_not_know_is_written_out_on_the_right():
    said = {"id": "hours", "fmt": "+0.00;-0.00"}
    assert cells(said) == {"hours": ["+12.50", "+1.25"]}
    assert configs(said)["hours"]["alignment"] == "right"


def test_a_bar_goes_from_zero_to_the_largest():
    said = {"id": "hours", "content_type": "bar"}
    kind = configs(said)["hours"]["type_config"]
    assert (kind["type"], kind["min_value"], kind["max_value"]) == ("progress", 0, 12.5)
    nothing = configs(said, sql="select null::double as hours")["hours"]["type_config"]
    assert (nothing["min_value"], nothing["max_value"]) == (0, 1)
    below = configs(said, sql="select unnest([-2.0, 4]) as hours")["hours"]["type_config"]
    assert (below["min_value"], below["max_value"]) == (-2, 4)


def test_a_sparkline_is_a_list_of_numbers_without_its_gaps():
    said = {"id": "course", "content_type": "sparkline"}
    assert configs(said)["course"]["type_config"]["type"] == "line_chart"
    first, second = cells(said)["course"]
    assert list(first) == [1, 3]
    assert second is None


def test_alignment_and_description_reach_the_column():
    made = configs({"id": "plays", "align": "left", "description": "finished plays"})["plays"]
    assert (made["alignment"], made["help"]) == ("left", "finished plays")


def test_rows_are_numbered_from_one_only_if_asked():
    assert configs()["_index"]["hidden"] is True
    numbered = shown(row_numbers=True)
    assert numbered.dataframe[0].value.index.tolist() == [1, 2]
    assert json.loads(numbered.dataframe[0].proto.columns)["_index"]["hidden"] is False


def test_the_height_shows_as_many_rows_as_asked():
    assert height(3, 10) == "content"
    assert height(300, "all") == "content"
    assert height(300, 20) - height(300, 10) == 10 * (height(300, 2) - height(300, 1))


def test_totals_stand_below_where_no_sorting_moves_them():
    said = [
        {"id": "artist_name"},
        {"id": "plays"},
        {"id": "hours", "fmt": "num1", "title": "Time"},
        {"id": "finished_share", "fmt": "pct0", "total_agg": "avg"},
    ]
    made = shown(*said, total_row=True)
    line = "Total: Plays 1,300 · Time 13.8 · Finished share mean 39%"
    assert totals(asked(*said)) == line
    assert [each.value for each in made.caption] == [md(line)]
    assert totals(asked({"id": "is_new"}, {"id": "tags"})) == ""
    assert "Plays" not in totals(asked({"id": "plays", "total_agg": "none"}))


@pytest.mark.parametrize(
    ("said", "sql", "why"),
    [
        ([], "select {'a': 1} as s", "s holds structs: do it in SQL"),
        ([], "select [{'a': 1}] as s", "s holds structs: do it in SQL"),
        ([{"id": "nothing"}], ROWS, "no column nothing"),
        ([{"id": "plays"}, {"id": "plays"}], ROWS, "plays is there twice"),
        ([{"id": "artist_name", "content_type": "bar"}], ROWS, "a bar needs numbers"),
        ([{"id": "is_new", "content_type": "bar"}], ROWS, "a bar needs numbers"),
        ([{"id": "plays", "content_type": "sparkline"}], ROWS, "lists of numbers"),
        ([{"id": "tags", "content_type": "sparkline"}], ROWS, "lists of numbers"),
    ],
)
def test_what_a_table_cannot_show_is_refused(said: list[dict], sql: str, why: str):
    with pytest.raises(ValueError, match=why):
        verify(asked(*said, sql=sql))


def test_an_empty_table_keeps_its_heads():
    nothing = "select 1.5 as hours, 'a' as name where false"
    made = shown({"id": "hours", "content_type": "bar"}, {"id": "name"}, sql=nothing)
    assert made.dataframe[0].value.columns.tolist() == ["hours", "name"]


def test_no_words_of_data_are_rendered():
    frame = rows("select 1 as name, 2 as hours").assign(name=HOSTILE)
    children = (
        call_of(column.COMPONENT, id="name", title=HOSTILE, description=HOSTILE),
        call_of(column.COMPONENT, id="hours", title=HOSTILE),
    )
    made = call_of(
        COMPONENT, frame, children=children, title=HOSTILE, subtitle=HOSTILE, total_row=True
    )
    page = drawn((COMPONENT, made))
    assert [each.value for each in page.markdown] == [f"**{md(HOSTILE)}**"]
    assert page.caption[0].value == md(HOSTILE)
    assert md(HOSTILE) in page.caption[1].value
    kinds = json.loads(page.dataframe[0].proto.columns)
    assert kinds["name"]["help"] == md(HOSTILE)
    assert kinds["name"]["type_config"]["type"] == "text"
    (cell,) = page.dataframe[0].value["name"]
    assert "\u202e" not in cell
    assert "![x](http://127.0.0.1:9/hit)" in cell


def test_no_column_can_be_a_link_or_an_image():
    kinds = column.ColumnProps.__annotations__["content_type"]
    assert "link" not in kinds
    assert "image" not in kinds
    assert data_table.COMPONENT.children == {"Column"}
