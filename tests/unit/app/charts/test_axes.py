import pandas as pd
import pytest

from app.charts.axes import axis_title, band_axis, label_format, time_axis, value_axis
from app.charts.points import Channel
from app.charts.tooltips import heading, line
from app.theme import LIGHT

NUMBERS = Channel("Hours", "Hours in words", "Hours", "quantitative")
WORDS = Channel("Band", "Band", "Band", "nominal")


@pytest.mark.parametrize(
    ("said", "default", "title"),
    [
        (None, True, "Hours"),
        (None, False, None),
        (True, False, "Hours"),
        ("true", False, "Hours"),
        (False, True, None),
        ("false", True, None),
        ("Time", False, "Time"),
    ],
)
def test_an_axis_title_is_words_or_the_columns_or_none(
    said: bool | str | None, default: bool, title: str | None
):
    assert axis_title(said, "Hours", default=default) == title


@pytest.mark.parametrize(
    ("fmt", "written"),
    [
        (None, {}),
        ("num0", {"format": ",.0f"}),
        ("num2", {"format": ",.2~f"}),
        ("pct0", {"format": ",.0%"}),
        ("pct1", {"format": ",.1~%"}),
        ("0.##", {"format": ".2~f"}),
        ("longdate", {}),
    ],
)
def test_labels_drop_zeros_that_say_nothing(fmt: str | None, written: dict[str, str]):
    assert label_format(fmt) == written


def test_a_label_that_d3_cannot_write_is_an_expression():
    assert label_format("num0k")["labelExpr"].endswith("',.0f') + \"k\"")


@pytest.mark.parametrize(
    ("first", "last", "interval"),
    [
        ("2017-03-01", "2025-03-01", {"interval": "year", "step": 1}),
        ("1990-01-01", "2025-03-01", {"interval": "year", "step": 3}),
        ("2023-01-01", "2024-12-01", {"interval": "month", "step": 2}),
        ("2024-01-01", "2024-06-01", {"interval": "month", "step": 1}),
        ("2024-01-01", "2024-01-20", None),
        ("2024-01-01", "2024-01-01", None),
    ],
)
def test_ticks_of_time_fall_on_years_or_months(first: str, last: str, interval: object):
    axis = time_axis(LIGHT, None, pd.Series(pd.to_datetime([first, last]))).to_dict()
    assert axis.get("tickCount") == interval


def test_an_upright_axis_has_its_title_above_it():
    assert value_axis(LIGHT, NUMBERS, "Hours").to_dict()["titleAngle"] == 0
    assert "titleAngle" not in value_axis(LIGHT, NUMBERS, "Hours", is_upright=False).to_dict()


def test_category_labels_slant_where_they_would_not_fit():
    axis = band_axis(LIGHT, WORDS, None, ["morning"] * 5, is_upright=False).to_dict()
    assert axis["labelAngle"] == {"expr": "width < 315 ? -40 : 0"}
    assert axis["labelAlign"] == {"expr": "width < 315 ? 'right' : 'center'"}
    assert (
        band_axis(LIGHT, WORDS, None, ["morning"] * 5, is_upright=True).to_dict()["labelAngle"] == 0
    )


def test_moments_as_categories_are_written_as_dates():
    dates = Channel("Day", "Day in words", "Day", "temporal", "yyyy")
    axis = band_axis(LIGHT, dates, None, ["2022"], is_upright=False).to_dict()
    assert axis["labelExpr"] == "timeFormat(toDate(datum.value), '%Y')"


@pytest.mark.parametrize("name", ["image", "title", "Image", " title "])
def test_no_column_or_series_takes_a_key_that_the_tooltip_means_otherwise(name: str):
    title = line("field", name).to_dict()["title"]
    assert title.strip() not in ("image", "title")
    assert title.startswith(name)
    assert line("field", "Hours").to_dict()["title"] == "Hours"
    assert heading("field").to_dict()["title"] == "title"
