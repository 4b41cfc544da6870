import pandas as pd
import pytest

from app.components import line_chart
from tests.unit.app.calls import Spec, drawn

PARTS = pd.DataFrame(
    {
        "month": pd.to_datetime(["2022-02-01", "2022-01-01", "2022-01-01"]),
        "daypart": ["night", "night", "morning"],
        "play_count": [20, 10, 30],
    }
)


def line(**props: object) -> Spec:
    return drawn(line_chart.COMPONENT, PARTS, series="daypart", **props)


def at_pointer(spec: Spec) -> list[dict[str, str]]:
    pointer = spec.layers[-1]
    param = spec.whole["params"][0]
    assert param["select"]["nearest"] is True
    assert param["views"] == [pointer["name"]]
    return spec.tooltip(pointer)


def test_the_pointer_tells_every_series_at_its_x():
    assert at_pointer(line()) == [
        {"title": "Jan 1, 2022", "night": "10", "morning": "30"},
        {"title": "Feb 1, 2022", "night": "20", "morning": "–"},
    ]
    assert at_pointer(line(handleMissing="zero"))[1]["morning"] == "0"


def test_the_pointer_tells_a_lone_line_by_its_column():
    spec = drawn(line_chart.COMPONENT, PARTS.iloc[:2], y=["play_count"], xFmt="mmm yyyy")
    assert at_pointer(spec) == [
        {"title": "Jan 2022", "Play count": "10"},
        {"title": "Feb 2022", "Play count": "20"},
    ]


@pytest.mark.parametrize(("missing", "count"), [("gap", 4), ("zero", 4), ("connect", 3)])
def test_what_is_missing_follows_the_page(missing: str, count: int):
    spec = line(handleMissing=missing)
    values = spec.column(spec.layer("line"), "y")
    assert len(values) == count
    assert (0 in values) == (missing == "zero")


def test_a_point_without_neighbours_is_drawn_as_one():
    assert line().marks().count("point") == 2
    assert line(handleMissing="zero").marks().count("point") == 1
    marked = line(markers=True)
    assert len(marked.rows(marked.layer("point"))) == 4


def test_steps_and_logarithms_where_the_page_wants_them():
    assert line(step="true").layer("line")["mark"]["interpolate"] == "step-after"
    assert line().layer("line")["mark"]["interpolate"] == "linear"
    scale = line(yLog="true").layer("line")["encoding"]["y"]["scale"]
    assert scale == {"type": "log"}


def test_a_chart_without_title_and_legend_names_its_numbers():
    def title(**props: object) -> object:
        spec = drawn(line_chart.COMPONENT, PARTS.iloc[:2], y=["play_count"], **props)
        return spec.layer("line")["encoding"]["y"]["axis"]["title"]

    assert title() == "Play count"
    assert title(title="Plays") is None
    assert title(title="Plays", yAxisTitle="true") == "Play count"
    assert title(yAxisTitle="false") is None
