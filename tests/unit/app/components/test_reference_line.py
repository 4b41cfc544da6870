import pandas as pd
import pytest

from app.components import bar_chart, line_chart, reference_line, scatter_plot
from app.components.contract import Call
from tests.unit.app.calls import Spec, call, drawn

MONTHS = pd.DataFrame(
    {"month": pd.to_datetime(["2020-01-01", "2020-02-01", "2020-03-01"]), "hours": [1.0, 2.5, 4.0]}
)
BANDS = pd.DataFrame({"band": ["core", "regulars"], "hours": [5, 3]})


def line(frame: pd.DataFrame | None = None, **props: object) -> Call:  # type: ignore[type-arg]
    return call(reference_line.COMPONENT, frame, **props)


def said(spec: Spec) -> list[object]:
    """The words beside the lines, each once."""
    texts = [layer for layer in spec.layers if layer["mark"]["type"] == "text"]
    return list(dict.fromkeys(word for layer in texts for word in spec.column(layer, "text")))


def test_a_line_at_a_y_lies_across_and_has_its_label_at_the_end():
    spec = drawn(line_chart.COMPONENT, MONTHS, [line(y=2.5, label="average")], yFmt="num1")
    rule = spec.layer("rule")
    assert spec.column(rule, "y") == [2.5]
    assert "x" not in rule["encoding"]
    assert said(spec) == ["average (2.5)"]
    assert spec.layer("text")["encoding"]["x"] == {"value": "width"}


def test_a_line_on_an_axis_keeps_the_axis_as_it_is():
    spec = drawn(line_chart.COMPONENT, MONTHS, [line(y=2)], yAxisTitle="Hours a month")
    axes = [layer["encoding"]["y"]["axis"] for layer in spec.layers if "y" in layer["encoding"]]
    assert all(axis == axes[0] for axis in axes)
    assert axes[0]["title"] == "Hours a month"


def test_a_line_at_a_date_stands_there():
    spec = drawn(line_chart.COMPONENT, MONTHS, [line(x="2020-02-15", label="moved")])
    assert spec.column(spec.layer("rule"), "x") == ["2020-02-15T00:00:00"]
    assert said(spec) == ["moved (Feb 15, 2020)"]


def test_a_line_at_a_moment_with_a_time_zone_stands_at_the_time_its_clock_shows():
    there = pd.DataFrame({"at": pd.to_datetime(["2020-02-15 12:00:00+02:00"])})
    spec = drawn(line_chart.COMPONENT, MONTHS, [line(there, x="at")])
    assert spec.column(spec.layer("rule"), "x") == ["2020-02-15T12:00:00"]


@pytest.mark.parametrize(("at", "align"), [("2020-01-05", "left"), ("2020-02-25", "right")])
def test_a_label_stands_on_the_side_with_more_room(at: str, align: str):
    spec = drawn(line_chart.COMPONENT, MONTHS, [line(x=at, label="x")])
    assert spec.layer("text")["mark"]["align"] == align


def test_the_value_may_be_hidden_where_there_are_words():
    assert said(drawn(line_chart.COMPONENT, MONTHS, [line(y=3, label="goal", hideValue=True)])) == [
        "goal"
    ]
    assert said(drawn(line_chart.COMPONENT, MONTHS, [line(y=3, hideValue=True)])) == ["3"]


def test_several_lines_come_from_columns():
    goals = pd.DataFrame({"at": [2.0, None, 3.0], "what": ["low", "none", None]})
    spec = drawn(line_chart.COMPONENT, MONTHS, [line(goals, y="at", label="what")])
    assert spec.column(spec.layer("rule"), "y") == [2.0, 3.0]
    assert said(spec) == ["low (2)", "3"]


def test_a_category_is_where_its_bar_is_and_no_other_one_is_added():
    lines = [line(x="regulars", label="you", hideValue=True), line(x="nobody")]
    spec = drawn(bar_chart.COMPONENT, BANDS, lines)
    assert spec.column(spec.layer("rule"), "x") == ["regulars"]
    assert spec.marks().count("rule") == 1


def test_lines_follow_bars_that_lie():
    spec = drawn(bar_chart.COMPONENT, BANDS, [line(y=4), line(x="core")], swapXY=True)
    assert spec.column(spec.layer("rule", 0), "x") == [4]
    assert spec.column(spec.layer("rule", 1), "y") == ["core"]


def test_a_line_on_numbers_needs_a_number_and_one_on_dates_a_date():
    with pytest.raises(ValueError, match="'Hours' needs a number, not 'lots'"):
        drawn(line_chart.COMPONENT, MONTHS, [line(y="lots")])
    with pytest.raises(ValueError, match="'Month' needs a date, not 'someday'"):
        drawn(line_chart.COMPONENT, MONTHS, [line(x="someday")])


def test_a_scatter_has_lines_too():
    frame = pd.DataFrame({"a": [1, 2], "b": [3, 4]})
    spec = drawn(scatter_plot.COMPONENT, frame, [line(x=1.5, label="half")])
    assert spec.column(spec.layer("rule"), "x") == [1.5]


@pytest.mark.parametrize(
    ("frame", "props", "message"),
    [
        (None, {}, "say x or y"),
        (None, {"x": 1, "y": 2}, "say x or y"),
        (MONTHS, {"y": "hour"}, "y: data has no column 'hour'; it has month, hours"),
        (MONTHS, {"y": "hours", "label": "words"}, "label: data has no column 'words'"),
    ],
)
def test_a_line_without_a_place_is_refused(
    frame: pd.DataFrame | None, props: dict[str, object], message: str
):
    with pytest.raises(ValueError, match=message):
        reference_line.verify(line(frame, **props))
    reference_line.verify(line(MONTHS, y="hours", label="month"))
