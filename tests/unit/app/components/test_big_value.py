import pytest
from streamlit.proto.Metric_pb2 import Metric

from app.components.big_value import COMPONENT, course, verify
from app.escape import md
from tests.unit.app.components.drawing import HOSTILE, call_of, drawn, rows

ROWS = """
    select * from (values
        (2026, 1204.4, 0.25, 'a quarter more'), (2025, 900.0, -0.1, 'a tenth less'),
        (2024, null, null, null), (2023, 1000.0, 0, '')
    ) as t (year, hours, change_share, in_words)
"""


def metric(**props: object) -> Metric:
    (shown,) = drawn((COMPONENT, call_of(COMPONENT, rows(ROWS), value="hours", **props))).metric
    return shown.proto


def test_a_big_value_is_the_first_row_under_a_title():
    shown = metric(fmt="num0")
    assert (shown.label, shown.body) == ("Hours", md("1,204"))
    assert (shown.delta, shown.delta_description, list(shown.chart_data)) == ("", "", [])
    assert metric(title="Hours this year").label == "Hours this year"


def arrow(shown: Metric) -> str:
    return Metric.MetricDirection.Name(shown.direction)


def color(shown: Metric) -> str:
    return Metric.MetricColor.Name(shown.color)


def compared(change: float, **props: object) -> Metric:
    frame = rows(f"select 5 as plays, {change}::double as change_share")
    made = call_of(COMPONENT, frame, value="plays", comparison="change_share", **props)
    (shown,) = drawn((COMPONENT, made)).metric
    return shown.proto


@pytest.mark.parametrize(
    ("change", "down_is_good", "where", "how"),
    [
        (0.25, False, "UP", "GREEN"),
        (-0.25, False, "DOWN", "RED"),
        (0.25, True, "UP", "RED"),
        (-0.25, True, "DOWN", "GREEN"),
        (0, False, "NONE", "GRAY"),
        (0.01, False, "NONE", "GRAY"),
    ],
)
def test_a_change_points_where_it_goes_although_its_sign_is_escaped(
    change: float, down_is_good: bool, where: str, how: str
):
    shown = compared(
        change,
        down_is_good=down_is_good,
        neutral_min=-0.02,
        neutral_max=0.02,
        comparison_fmt="pct0",
        comparison_title="than in 2025",
    )
    assert (arrow(shown), color(shown)) == (where, how)
    assert shown.delta == md(f"{change:.0%}")
    assert shown.delta_description == md("than in 2025")


def test_a_comparison_may_be_words():
    shown = metric(comparison="in_words", comparison_delta=False)
    assert (shown.delta, arrow(shown), color(shown)) == ("a quarter more", "NONE", "GRAY")
    assert shown.delta_description == "in words"


def test_no_change_is_shown_where_nothing_is_known():
    frame = rows("select 5 as plays, null::double as change_share")
    made = call_of(COMPONENT, frame, value="plays", comparison="change_share")
    (shown,) = drawn((COMPONENT, made)).metric
    assert (shown.proto.delta, shown.proto.delta_description) == ("", "")


def test_a_sparkline_is_the_rows_in_order_without_gaps():
    made = call_of(COMPONENT, rows(ROWS), value="hours", sparkline="year")
    assert course(made) == [1000.0, 900.0, 1204.4]
    shown = metric(sparkline="year", sparkline_type="bar")
    assert list(shown.chart_data) == [1000.0, 900.0, 1204.4]
    assert shown.chart_type == Metric.ChartType.BAR


@pytest.mark.parametrize(
    ("props", "why"),
    [
        ({"value": "hours", "comparison": "in_words"}, "needs numbers"),
        ({"value": "in_words", "sparkline": "year"}, "needs numbers"),
        ({"value": "hours", "neutral_min": 1.0}, "neutralMin"),
    ],
)
def test_what_cannot_be_drawn_is_refused(props: dict, why: str):
    with pytest.raises(ValueError, match=why):
        verify(call_of(COMPONENT, rows(ROWS), **props))
    verify(call_of(COMPONENT, rows(ROWS), value="hours", comparison="change_share"))


def test_no_words_of_data_are_rendered():
    frame = rows(ROWS).assign(in_words=HOSTILE)
    made = call_of(
        COMPONENT,
        frame,
        value="in_words",
        title=HOSTILE,
        comparison="in_words",
        comparison_delta=False,
        comparison_title=HOSTILE,
    )
    (shown,) = drawn((COMPONENT, made)).metric
    found = {shown.proto.label, shown.proto.body, shown.proto.delta, shown.proto.delta_description}
    assert found == {md(HOSTILE)}
