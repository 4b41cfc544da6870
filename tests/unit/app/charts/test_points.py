from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

from app.charts.columns import MOST_ROWS
from app.charts.points import Points, read_points
from app.charts.props import XYProps

YEARS = pd.DataFrame(
    {
        "local_year": [2020, 2021, 2022],
        "label": ["a", "b", "c"],
        "play_count": [10, 20, 30],
        "finished_share": [0.5, None, 0.7],
    }
)


def points(frame: pd.DataFrame, **props: Any) -> Points:
    return read_points(frame, XYProps(**props))


def rows(found: Points) -> list[tuple[Any, ...]]:
    columns = [found.x.field, found.y.field, *([found.series.field] if found.series else [])]
    return list(found.frame[columns].itertuples(index=False, name=None))


def test_x_is_the_first_column_and_y_are_the_numbers_that_nothing_uses():
    found = points(YEARS)
    assert (found.x.title, found.x.kind, found.x.fmt) == ("Local year", "quantitative", "id")
    assert found.series_values == ("Play count", "Finished share")
    assert len(found.frame) == 6


def test_one_y_has_no_series():
    found = points(YEARS, y=("play_count",))
    assert found.series is None
    assert rows(found) == [(2020, 10), (2021, 20), (2022, 30)]
    assert found.y.title == "Play count"
    assert found.frame[found.y.text].tolist() == ["10", "20", "30"]
    assert found.frame[found.x.text].tolist() == ["2020", "2021", "2022"]


def test_several_y_lie_below_each_other_each_in_its_own_format():
    found = points(YEARS, x="label", y=("play_count", "finished_share"))
    assert found.frame[found.y.text].tolist() == ["10", "20", "30", "50.0%", "–", "70.0%"]
    assert found.y.fmt is None
    assert [row[2] for row in rows(found)] == ["Play count"] * 3 + ["Finished share"] * 3
    assert (
        points(YEARS, x="label", y=("play_count", "finished_share"), y_fmt="num1").y.fmt == "num1"
    )


def test_a_series_is_a_column():
    frame = pd.DataFrame({"x": [1, 1, 2], "who": ["b", "a", None], "n": [1, 2, 3]})
    found = points(frame, series="who")
    assert rows(found) == [(1, 1, "b"), (1, 2, "a"), (2, 3, "–")]
    assert found.series_values == ("b", "a", "–")
    assert found.frame[found.rank].tolist() == [0, 1, 2]
    ordered = points(frame, series="who", series_order=("a", "nobody"))
    assert ordered.series_values == ("a", "b", "–")


def test_a_series_of_several_y_has_both_names():
    frame = pd.DataFrame({"x": [1, 1], "who": ["a", "b"], "n": [1, 2], "m": [3, 4]})
    assert points(frame, series="who").series_values == ("a · N", "b · N", "a · M", "b · M")


def test_a_point_without_a_place_is_left_out_and_a_category_without_a_name_is_kept():
    assert rows(points(pd.DataFrame({"x": [1.0, None], "y": [1, 2]}))) == [(1, 1)]
    dated = pd.DataFrame({"x": pd.to_datetime(["2020-01-01", None]), "y": [1, 2]})
    assert len(points(dated).frame) == 1
    assert rows(points(pd.DataFrame({"x": ["a", None], "y": [1, 2]}))) == [("a", 1), ("–", 2)]


def test_decimals_are_numbers():
    frame = pd.DataFrame({"x": ["a"], "y": [Decimal("1.50")]})
    assert rows(points(frame)) == [("a", 1.5)]


def test_columns_that_are_only_read_come_along():
    found = read_points(YEARS, XYProps(x="local_year", y=("play_count",)), ["label"])
    assert found.frame[found.also[0].field].tolist() == ["a", "b", "c"]
    assert found.also[0].title == "Label"


@pytest.mark.parametrize(
    ("frame", "props", "message"),
    [
        (pd.DataFrame({"x": ["a"], "z": ["b"]}), {}, "y: there is no column of numbers"),
        (pd.DataFrame({"x": ["a"], "z": ["b"]}), {"y": ("z",)}, "y: the column 'z' holds no"),
        (pd.DataFrame({"x": range(MOST_ROWS), "a": 1, "b": 2}), {}, "40,000 rows"),
    ],
)
def test_what_cannot_be_drawn_is_refused(frame: pd.DataFrame, props: dict[str, Any], message: str):
    with pytest.raises(ValueError, match=message):
        points(frame, **props)


@pytest.mark.parametrize(
    "frame",
    [
        pd.DataFrame({"x": ["a", "b"], "y": [None, None]}),
        pd.DataFrame({"x": [], "y": []}),
        pd.DataFrame({"x": pd.Series(dtype="datetime64[us]"), "y": pd.Series(dtype="float64")}),
        pd.DataFrame({"x": [None], "y": [3]}).astype({"x": "float64"}).assign(x=pd.NaT),
    ],
)
def test_rows_without_a_value_are_empty(frame: pd.DataFrame):
    assert points(frame).is_empty


def test_columns_of_odd_names_are_found_and_named_safely():
    frame = pd.DataFrame({"a.b[0]": ["x"], "n:Q": [1], "it's": [2]})
    found = points(frame, y=("n:Q", "it's"), x="a.b[0]")
    assert found.x.field == "A b 0"
    assert found.series_values == ("N:Q", "It's")


def test_a_logarithmic_axis_has_no_place_for_zero():
    frame = pd.DataFrame({"x": ["a", "b", "c"], "y": [0, -1, 5]})
    assert rows(points(frame).above_zero()) == [("c", 5)]
