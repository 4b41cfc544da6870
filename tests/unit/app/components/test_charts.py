"""What holds for every chart, over rows that are awkward."""

from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest

from app.components import (
    bar_chart,
    calendar_heatmap,
    heatmap,
    line_chart,
    reference_line,
    scatter_plot,
)
from app.components.contract import Component
from app.escape import plain
from app.theme import DARK, LIGHT, Theme
from tests.unit.app.calls import Spec, call, drawn, fields

HOSTILE = "![x](http://127.0.0.1/hit) <script>alert(1)</script> **b** \u202e\u0000"
DAYS = pd.DataFrame(
    {"day": pd.to_datetime(["2022-01-03", "2022-01-04", "2022-01-05"]), "n": [3, 1, 2]}
)
XY: dict[str, Component[Any]] = {
    "line": line_chart.COMPONENT,
    "bar": bar_chart.COMPONENT,
    "scatter": scatter_plot.COMPONENT,
}
ALL: dict[str, tuple[Component[Any], dict[str, object]]] = {
    **{name: (component, {"x": "day", "y": ["n"]}) for name, component in XY.items()},
    "heatmap": (heatmap.COMPONENT, {"x": "day", "y": "day", "value": "n"}),
    "calendar": (calendar_heatmap.COMPONENT, {"date": "day", "value": "n"}),
}
every = pytest.mark.parametrize("name", ALL)


def draw(name: str, frame: pd.DataFrame, *, is_dark: bool = False, **props: object) -> Spec:
    component, usual = ALL[name]
    return drawn(component, frame, is_dark=is_dark, **(usual | props))


@every
@pytest.mark.parametrize("is_dark", [False, True], ids=["light", "dark"])
def test_colours_are_the_themes_of_the_background(name: str, is_dark: bool):
    def of(theme: Theme) -> set[str]:
        single = {theme.background, theme.surface, theme.text, theme.muted, theme.grid}
        return single | set(theme.categorical) | set(theme.sequential) | set(theme.diverging)

    shown = draw(name, DAYS, is_dark=is_dark).colours()
    own, other = (DARK, LIGHT) if is_dark else (LIGHT, DARK)
    assert shown <= of(own)
    assert not shown & (of(other) - of(own))


@every
def test_the_whole_is_of_vega_lites_form(name: str):
    component, usual = ALL[name]
    rows = DAYS.assign(who=["a", "b", "a"])
    more = {"series": "who"} if name in XY else {}
    lines = [call(reference_line.COMPONENT, y=2, label="x")] if component.children else []
    assert component.chart is not None
    chart = component.chart(call(component, rows, lines, **(usual | more)))
    assert "vega-lite" in chart.to_dict(validate=True)["$schema"]


@every
def test_a_chart_fills_its_width_and_has_a_height_and_words_for_who_cannot_see_it(name: str):
    spec = draw(name, DAYS).whole
    assert spec["width"] == "container"
    assert 60 <= spec["height"] <= 500
    assert len(spec["description"]) > 8


@every
@pytest.mark.parametrize(
    "rows",
    [
        DAYS.iloc[:0],
        DAYS.assign(n=None),
        DAYS.assign(n=float("nan")),
        DAYS.assign(n=pd.array([None] * 3, dtype="Int64")),
    ],
    ids=["no rows", "None", "NaN", "NA"],
)
def test_rows_without_values_say_so(name: str, rows: pd.DataFrame):
    # Otherwise nothing counts as zero there.
    spec = draw(name, rows, **({"nullsZero": False} if name == "heatmap" else {}))
    assert spec.marks() == ["text"]
    assert spec.column(spec.layers[0], "text") == ["No values"]


@every
@pytest.mark.parametrize(
    "rows",
    [
        DAYS.iloc[:1],
        DAYS.assign(n=[1, None, 2]),
        DAYS.assign(n=[Decimal("1.5"), None, Decimal(2)]),
        DAYS.assign(n=[0, 0, 0]),
        DAYS.assign(n=[-1, 0, 1]),
        DAYS.assign(n=[float("inf"), 1, 2]),
        DAYS.assign(day=[date(2022, 1, 3), date(2022, 1, 4), None]),
        DAYS.assign(day=DAYS["day"].dt.tz_localize("Europe/Paris")),
        DAYS.iloc[::-1],
    ],
    ids="one|gap|decimals|zeros|negative|infinite|dates|zoned|backwards".split("|"),
)
def test_awkward_rows_are_drawn(name: str, rows: pd.DataFrame):
    assert draw(name, rows).marks() != ["text"]


@pytest.mark.parametrize("name", [name for name in XY if name != "scatter"])
def test_words_and_numbers_are_places_too(name: str):
    for values in (["a", "b", None], [2020, 2021, 2022], [True, False, None]):
        assert draw(name, DAYS.assign(day=values)).marks() != ["text"]


@every
def test_odd_names_of_columns_reach_vega_as_plain_fields(name: str):
    component, usual = ALL[name]
    odd = {"day": "it's.a[day]:T", "n": 'n"1".x\\y'}
    renamed = {
        key: odd.get(str(value), [odd["n"]] if isinstance(value, list) else value)
        for key, value in usual.items()
    }
    spec = drawn(component, DAYS.rename(columns=odd), **renamed)
    assert spec.marks() != ["text"]
    assert all(not set(field) & set(".[]'\"\\") for field in fields(spec))


@pytest.mark.parametrize("name", XY)
def test_hostile_words_are_only_ever_data(name: str):
    rows = DAYS.assign(who=[HOSTILE, "b", HOSTILE], image="http://127.0.0.1/a.png")
    spec = draw(name, rows, series="who")
    legends = [layer["encoding"].get("color", {}) for layer in spec.layers]
    assert any(plain(HOSTILE) in legend.get("scale", {}).get("domain", ()) for legend in legends)
    spec = draw(name, rows, series="image")
    said = [
        tip
        for layer in spec.layers
        if "tooltip" in layer["encoding"]
        for tip in spec.tooltip(layer)
    ]
    assert said
    assert not any("image" in tip for tip in said)


@pytest.mark.parametrize("name", XY)
def test_a_title_breaks_where_the_screen_is_narrow(name: str):
    short = draw(name, DAYS, title="Hours", subtitle="a day").whole
    assert short["title"]["text"] == ["Hours"]
    assert short["title"]["subtitle"] == ["a day"]
    assert short["description"] == "Hours. a day"
    long = draw(name, DAYS, title="Hours of 'every' day \"of\" the week " * 3).whole
    assert long["title"]["text"]["expr"].startswith("width < ")
    assert long["height"] > short["height"]


@pytest.mark.parametrize("name", XY)
def test_a_chart_takes_the_height_that_a_page_wants(name: str):
    lower, higher = (draw(name, DAYS, chartAreaHeight=height).whole for height in (100, 400))
    assert higher["height"] - lower["height"] == 300


@pytest.mark.parametrize("name", XY)
def test_the_axis_ends_where_the_page_says(name: str):
    mark = {"scatter": "circle"}.get(name, name)
    layer = draw(name, DAYS, yMin=1, yMax="9").layer(mark)
    scale = layer["encoding"]["y"]["scale"]
    assert (scale["domainMin"], scale["domainMax"]) == (1, 9)
    assert layer["mark"]["clip"] is True


@pytest.mark.parametrize("name", XY)
def test_a_legend_is_there_for_series_and_can_be_left_out(name: str):
    mark = {"scatter": "circle"}.get(name, name)
    rows = DAYS.assign(who=["a", "b", "a"])
    colour = draw(name, rows, series="who", seriesOrder=["b"]).layer(mark)["encoding"]["color"]
    assert colour["scale"]["domain"] == ["b", "a"]
    assert colour["scale"]["range"] == list(LIGHT.categorical[:2])
    assert colour["legend"]["orient"] == "top"
    bare = draw(name, rows, series="who", legend="false").layer(mark)["encoding"]["color"]
    assert bare["legend"] is None
    assert "color" not in draw(name, DAYS).layer(mark)["encoding"]


@pytest.mark.parametrize("name", XY)
def test_more_series_than_colours_begin_again(name: str):
    mark = {"scatter": "circle"}.get(name, name)
    rows = pd.DataFrame({"day": range(9), "n": 1, "who": list("abcdefghi")})
    colours = draw(name, rows, series="who").layer(mark)["encoding"]["color"]["scale"]["range"]
    assert colours == [*LIGHT.categorical, *LIGHT.categorical[:2]]


def test_many_rows_are_drawn_and_too_many_are_refused():
    rows = pd.DataFrame({"day": range(6000), "n": 1})
    assert len(draw("line", rows).rows(draw("line", rows).layers[0])) == 6000
    with pytest.raises(ValueError, match="aggregate in SQL"):
        draw("line", pd.DataFrame({"day": range(20_001), "n": 1}))


@pytest.mark.parametrize("name", ["line", "bar"])
def test_a_column_of_lists_is_no_column_of_numbers(name: str):
    rows = DAYS.assign(tags=[np.array(["a", "b"]), np.array([]), None])
    assert draw(name, rows, y=()).marks() == draw(name, DAYS).marks()


@pytest.mark.parametrize("name", ["line", "bar"])
@pytest.mark.parametrize("props", [{}, {"series": "who"}], ids=["lone", "series"])
def test_several_rows_of_one_series_at_one_x_are_refused(name: str, props: dict[str, str]):
    rows = pd.DataFrame({"day": [1, 1, 2], "n": [1, 2, 3], "who": "a"})
    with pytest.raises(
        ValueError, match=r"several rows( of one Who)? at one Day: aggregate in SQL"
    ):
        draw(name, rows, **props)


def test_rows_too_many_when_completed_are_refused_before_they_are_made(
    monkeypatch: pytest.MonkeyPatch,
):
    def make(*_: object, **__: object) -> None:
        raise AssertionError("the rows are being made")

    monkeypatch.setattr(pd.DataFrame, "merge", make)
    rows = pd.DataFrame({"day": range(150), "n": 1})
    for name, props in (("line", {"series": "who"}), ("heatmap", {"y": "who"})):
        with pytest.raises(ValueError, match=r"22,500 rows .* aggregate in SQL"):
            draw(name, rows.assign(who=rows["day"].map(str)), **props)
