import pandas as pd
import pytest

from app.components import calendar_heatmap, heatmap, scatter_plot
from app.theme import DARK, LIGHT
from tests.unit.app.calls import Spec, drawn

ARTISTS = pd.DataFrame(
    {"artist_name": ["Air", "Moby"], "hours": [3.0, 0.0], "score": [0.5, 0.25], "band": ["a", "b"]}
)
CLOCK = pd.DataFrame(
    {"hour": [9, 10, 9], "weekday": ["Mon", "Mon", "Tue"], "plays": [100, 20, 0], "nr": [2, 2, 1]}
)


def scatter(**props: object) -> Spec:
    return drawn(scatter_plot.COMPONENT, ARTISTS, **({"x": "hours", "y": ["score"]} | props))


def clock(**props: object) -> Spec:
    usual: dict[str, object] = {"x": "hour", "y": "weekday", "value": "plays"}
    return drawn(heatmap.COMPONENT, CLOCK, **(usual | props))


def days(frame: pd.DataFrame, *, is_dark: bool = False, **props: object) -> Spec:
    usual: dict[str, object] = {"date": "day", "value": "hours"}
    return drawn(calendar_heatmap.COMPONENT, frame, is_dark=is_dark, **(usual | props))


def dated(first: str, last: str) -> pd.DataFrame:
    found = pd.date_range(first, last)
    return pd.DataFrame({"day": found, "hours": range(len(found))})


def test_a_point_tells_whose_it_is():
    spec = scatter(tooltipTitle="artist_name", series="band")
    assert spec.tooltip(spec.layer("circle"))[0] == {
        "title": "Air",
        "Band": "a",
        "Hours": "3",
        "Score": "0.5",
    }


def test_both_axes_of_a_scatter_are_named_and_need_not_start_at_zero():
    encoding = scatter(title="Artists", xMin=-1, xMax="5").layer("circle")["encoding"]
    assert encoding["x"]["axis"]["title"] == "Hours"
    assert encoding["y"]["axis"]["title"] == "Score"
    assert encoding["y"]["scale"]["zero"] is False
    assert (encoding["x"]["scale"]["domainMin"], encoding["x"]["scale"]["domainMax"]) == (-1, 5)
    assert scatter(xAxisTitle="false").layer("circle")["encoding"]["x"]["axis"]["title"] is None


def test_points_grow_and_a_logarithm_leaves_zero_out():
    assert (
        scatter(pointSize=20).layer("circle")["mark"]["size"]
        == 2 * (scatter().layer("circle")["mark"]["size"])
    )
    spec = scatter(x="score", y=["hours"], yLog="true")
    assert spec.column(spec.layer("circle"), "y") == [3.0]


def test_words_are_no_place_for_a_point():
    with pytest.raises(ValueError, match="neither numbers nor dates"):
        scatter(x="artist_name")


def test_cells_fill_the_grid_and_tell_their_value():
    spec = clock(valueFmt="num0")
    cell = spec.layer("rect")
    assert spec.column(cell, "color") == [100, 0, 20, 0]
    assert spec.tooltip(cell)[0] == {"Weekday": "Mon", "Hour": "9", "Plays": "100"}
    assert cell["encoding"]["y"]["sort"] == ["Mon", "Tue"]
    assert len(clock(nullsZero="false").rows(clock(nullsZero="false").layer("rect"))) == 3
    assert clock(ySort="nr").layer("rect")["encoding"]["y"]["sort"] == ["Tue", "Mon"]


def test_numbers_in_cells_are_legible_and_only_there_where_they_fit():
    spec = clock()
    strong, pale = spec.layer("text", 0), spec.layer("text", 1)
    assert (strong["mark"]["color"], pale["mark"]["color"]) == (LIGHT.background, LIGHT.text)
    assert spec.column(strong, "text") == ["100"]
    assert strong["mark"]["opacity"] == {"expr": "width < 54 ? 0 : 1"}
    assert clock(valueLabels="true").layer("text")["mark"]["opacity"] == 1
    assert clock(valueLabels="false").marks() == ["rect"]


def test_a_cell_of_zero_says_what_the_page_wants():
    spec = clock(zeroDisplay="never")
    assert sorted(tip["Plays"] for tip in spec.tooltip(spec.layer("rect"))) == [
        "100",
        "20",
        "never",
        "never",
    ]


def test_the_ramp_runs_from_zero_or_where_the_page_says():
    scale = clock().layer("rect")["encoding"]["color"]["scale"]
    assert (scale["domain"][0], scale["domain"][-1]) == (0, 100)
    assert scale["range"] == list(LIGHT.sequential)
    scale = clock(min=10, max=50).layer("rect")["encoding"]["color"]["scale"]
    assert (scale["domain"][0], scale["domain"][-1]) == (10, 50)
    scale = clock(colorScale="diverging").layer("rect")["encoding"]["color"]["scale"]
    assert (scale["domain"][0], scale["domain"][-1]) == (-100, 100)
    assert scale["range"] == list(LIGHT.diverging)
    assert clock(legend="false").layer("rect")["encoding"]["color"]["legend"] is None


def test_a_calendar_draws_every_day_of_its_years():
    spec = days(dated("2021-06-01", "2022-02-01"), title="Days", valueFmt="num1")
    empty, filled = spec.layer("rect", 0), spec.layer("rect", 1)
    assert len(spec.rows(empty)) + len(spec.rows(filled)) == 730
    assert empty["mark"]["color"] == LIGHT.surface
    assert spec.tooltip(filled)[0] == {"title": "Tue, Jun 1, 2021", "Hours": "0.0"}
    assert len(spec.rows(spec.layer("text"))) == 24
    assert "2021" in filled["encoding"]["y"]["axis"]["labelExpr"]
    dark = days(dated("2021-06-01", "2022-02-01"), is_dark=True)
    assert dark.layer("rect", 0)["mark"]["color"] == DARK.surface


def test_many_years_stay_on_a_page():
    one, nine, twenty = (
        days(dated(f"{2025 - count}-01-01", "2024-12-31")).whole["height"] for count in (1, 9, 20)
    )
    assert one < 200
    assert 700 < nine < 1000
    assert twenty < 1400
    tall, low = (days(dated(f"{year}-01-01", "2024-12-31")) for year in (2024, 2000))
    assert '"Mon"' in tall.layer("rect")["encoding"]["y"]["axis"]["labelExpr"]
    assert '"Mon"' not in low.layer("rect")["encoding"]["y"]["axis"]["labelExpr"]


def test_one_day_away_from_all_others_does_not_pale_them():
    frame = dated("2022-01-01", "2022-12-31").assign(hours=1.0)
    frame.loc[5, "hours"] = 24.0
    scale = days(frame).layer("rect", 1)["encoding"]["color"]["scale"]
    assert scale["domain"][-1] == 1
    assert scale["clamp"] is True
    assert days(frame, max=24).layer("rect", 1)["encoding"]["color"]["scale"]["domain"][-1] == 24


def test_a_calendar_has_no_ramp_with_a_middle():
    with pytest.raises(ValueError, match="unknown field `colorScale`"):
        days(dated("2022-01-01", "2022-01-05"), colorScale="diverging")


def test_labels_of_a_sequence_are_left_out_where_words_slant():
    def axis(**props: object) -> dict[str, object]:
        found: dict[str, object] = clock(x="weekday", y="hour", **props).layer("rect")["encoding"][
            "x"
        ]["axis"]
        return found

    assert axis(xSort="nr")["labelAngle"] == 0
    assert axis(xSort="nr")["labelOverlap"] is True
    assert "expr" in str(axis()["labelAngle"])
    assert axis()["labelOverlap"] is False
