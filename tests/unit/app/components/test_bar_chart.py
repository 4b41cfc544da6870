import pandas as pd
import pytest

from app.components import bar_chart
from app.theme import LIGHT
from tests.unit.app.calls import Spec, drawn

BANDS = pd.DataFrame({"band": ["core", "regulars", "passing"], "hours": [2.5, 7.0, None]})
OUTCOMES = pd.DataFrame(
    {
        "year": [2021, 2020, 2020],
        "outcome": ["skipped", "skipped", "finished"],
        "play_count": [1, 2, 6],
    }
)
MONTHS = pd.DataFrame(
    {"month": pd.to_datetime(["2020-01-01", "2020-03-01", "2020-02-01"]), "hours": [1, 2, 3]}
)


def bars(frame: pd.DataFrame, **props: object) -> Spec:
    return drawn(bar_chart.COMPONENT, frame, **props)


def test_bars_start_at_zero_and_tell_their_values():
    spec = bars(BANDS, yFmt="num1")
    bar = spec.layer("bar")
    assert bar["encoding"]["x"]["sort"] == ["regulars", "core"]
    assert bar["encoding"]["y"]["scale"] == {"zero": True}
    assert bar["mark"]["color"] == LIGHT.accent
    assert spec.tooltip(bar) == [
        {"title": "core", "Hours": "2.5"},
        {"title": "regulars", "Hours": "7.0"},
    ]


def test_rows_keep_their_order_where_the_page_wants_it():
    assert bars(BANDS, sort="false").layer("bar")["encoding"]["x"]["sort"] == ["core", "regulars"]


def test_years_are_categories_that_rise_without_thousands_separators():
    spec = bars(OUTCOMES, series="outcome")
    x = spec.layer("bar")["encoding"]["x"]
    assert (x["type"], x["sort"], x["axis"]["format"]) == ("ordinal", "ascending", ".0f")
    assert spec.tooltip(spec.layer("bar"))[0] == {
        "title": "2021",
        "Outcome": "skipped",
        "Play count": "1",
    }


def test_stacks_groups_and_shares():
    stacked = bars(OUTCOMES, series="outcome").layer("bar")["encoding"]
    assert (stacked["y"]["stack"], "xOffset" in stacked) == ("zero", False)
    grouped = bars(OUTCOMES, series="outcome", type="grouped").layer("bar")["encoding"]
    assert grouped["y"]["stack"] is None
    assert grouped["xOffset"]["sort"] == ["skipped", "finished"]
    shares = bars(OUTCOMES, series="outcome", type="stacked100")
    y = shares.layer("bar")["encoding"]["y"]
    assert (y["stack"], y["axis"]["format"]) == ("normalize", ",.0%")
    assert [tip["Play count"] for tip in shares.tooltip(shares.layer("bar"))] == [
        "1 (100.0%)",
        "2 (25.0%)",
        "6 (75.0%)",
    ]


def test_bars_that_lie_swap_the_axes_and_grow_with_their_number():
    few, many = (
        bars(pd.DataFrame({"who": [f"artist {n}" for n in range(count)], "n": 1}), swapXY="true")
        for count in (3, 30)
    )
    encoding = few.layer("bar")["encoding"]
    assert encoding["y"]["type"] == "ordinal"
    assert encoding["x"]["type"] == "quantitative"
    assert few.layer("bar")["mark"]["orient"] == "horizontal"
    assert encoding["y"]["axis"]["labelLimit"] <= 200
    assert few.whole["height"] < 200 < 800 < many.whole["height"] <= 1200
    grouped = bars(OUTCOMES, series="outcome", type="grouped", swapXY="true").layer("bar")
    assert "yOffset" in grouped["encoding"]


def test_bars_in_time_have_an_axis_of_time_and_are_as_long_as_a_month():
    spec = bars(MONTHS)
    bar = spec.layer("bar")
    assert bar["encoding"]["x"]["type"] == "temporal"
    assert "x2" in bar["encoding"]
    assert bar["mark"]["orient"] == "vertical"
    assert spec.tooltip(bar)[0] == {"title": "Jan 1, 2020", "Hours": "1"}
    stacked = bars(MONTHS.assign(who=["a", "b", "a"]), series="who").layer("bar")["encoding"]
    assert stacked["y"]["stack"] == "zero"


@pytest.mark.parametrize(
    "props", [{"swapXY": True}, {"labels": True}, {"series": "who", "type": "grouped"}]
)
def test_bars_of_dates_that_are_no_timeline_are_categories(props: dict[str, object]):
    spec = bars(MONTHS.assign(who=["a", "b", "a"]), y=["hours"], xFmt="mmm", **props)
    side = spec.layer("bar")["encoding"]["y" if "swapXY" in props else "x"]
    assert (side["type"], side["sort"]) == ("ordinal", "ascending")
    assert side["axis"]["labelExpr"] == "timeFormat(toDate(datum.value), '%b')"


def test_labels_stand_at_the_ends_and_replace_the_axis():
    spec = bars(BANDS, labels="true", labelFmt="num0")
    assert spec.column(spec.layer("text"), "text") == ["2", "7"]
    assert spec.layer("text")["mark"]["baseline"] == "bottom"
    axis = spec.layer("bar")["encoding"]["y"]["axis"]
    assert (axis["labels"], axis["grid"]) == (False, False)
    below = bars(BANDS.assign(hours=[-1, 2, 3]), labels="true")
    assert [layer["mark"]["baseline"] for layer in below.layers[1:]] == ["bottom", "top"]


def test_labels_of_stacks_are_sums_and_of_shares_are_refused():
    spec = bars(OUTCOMES, series="outcome", labels="true")
    assert sorted(spec.column(spec.layer("text"), "text")) == ["1", "8"]
    grouped = bars(OUTCOMES, series="outcome", type="grouped", labels="true")
    assert sorted(grouped.column(grouped.layer("text"), "text")) == ["1", "2", "6"]
    with pytest.raises(ValueError, match="leave labels out"):
        bars(OUTCOMES, series="outcome", type="stacked100", labels="true")


def test_several_y_are_series():
    frame = pd.DataFrame({"band": ["a"], "hours": [2], "play_count": [30]})
    colour = bars(frame, y=["hours", "play_count"]).layer("bar")["encoding"]["color"]
    assert colour["scale"]["domain"] == ["Hours", "Play count"]


MEASURED = pd.DataFrame(
    {
        "way": ["list", "chance", "none"],
        "found": [0.11, 0.02, None],
        "least": [0.07, None, None],
        "most": [0.15, None, None],
    }
)


def test_a_range_lies_over_its_bar_and_only_where_it_is_known():
    spec = bars(MEASURED, x="way", y=("found",), low="least", high="most")
    line = spec.layer("rule")
    assert [(row["Range from"], row["Range to"]) for row in spec.rows(line)] == [(0.07, 0.15)]
    encoding = line["encoding"]
    assert (encoding["y"]["field"], encoding["y2"]["field"]) == ("Range from", "Range to")
    assert encoding["x"]["sort"] == spec.layer("bar")["encoding"]["x"]["sort"] == ["list", "chance"]
    lying = bars(MEASURED, x="way", y=("found",), low="least", high="most", swapXY="true")
    assert lying.layer("rule")["encoding"]["x2"]["field"] == "Range to"


def test_ranges_of_years_stand_over_their_bars():
    years = pd.DataFrame({"year": pd.to_datetime(["2021-01-01", None, "2020-01-01"])})
    frame = years.assign(found=[3, 9, 2], least=[2, 8, 1], most=[4, 10, 3])
    spec = bars(frame, x="year", y=("found",), low="least", high="most")
    line = spec.layer("rule")
    assert line["encoding"]["x"] == spec.layer("bar")["encoding"]["x"]
    assert [row["Range to"] for row in spec.rows(line)] == [4, 3]


@pytest.mark.parametrize(
    ("props", "said"),
    [
        ({"low": "least"}, "say both"),
        ({"low": "least", "high": "most", "labels": "true"}, "without series and labels"),
        ({"low": "least", "high": "most", "series": "way"}, "without series and labels"),
        ({"low": "least", "high": "most", "y": ("found", "least")}, "of one y"),
        ({"low": "way", "high": "most"}, "low: the column 'way' holds no numbers"),
    ],
)
def test_a_range_that_has_no_bar_is_refused(props: dict[str, object], said: str):
    with pytest.raises(ValueError, match=said):
        bars(MEASURED, **{"x": "way", "y": ("found",), **props})
