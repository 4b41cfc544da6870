from typing import Any

import pandas as pd
import pytest

from app.charts.bars import category_order, with_spans
from app.charts.points import Points, read_points
from app.charts.props import XYProps

ROWS = pd.DataFrame({"x": ["a", "b", "a", "c"], "who": list("pppq"), "n": [1, 5, 3, 5]})


def points(frame: pd.DataFrame, **props: Any) -> Points:
    return read_points(frame, XYProps(**props))


def test_the_largest_category_comes_first_and_equal_ones_as_they_come():
    assert category_order(points(ROWS, y=("n",)), is_sorted=True) == ["b", "c", "a"]
    assert category_order(points(ROWS, y=("n",)), is_sorted=False) == ["a", "b", "c"]


def test_numbers_and_dates_rise():
    years = points(pd.DataFrame({"x": [2021, 2020], "n": [1, 2]}))
    assert category_order(years, is_sorted=True) == "ascending"
    assert category_order(years, is_sorted=False) is None


def test_more_bars_than_anyone_reads_are_refused():
    with pytest.raises(ValueError, match=r"301 bars .* limit the rows in SQL"):
        category_order(points(pd.DataFrame({"x": range(301), "n": 1})), is_sorted=True)


@pytest.mark.parametrize(
    ("dates", "last"),
    [
        (["2020-01-01", "2022-01-01"], "2023-01-01"),
        (["2020-01-01", "2020-10-01"], "2021-01-01"),
        (["2020-01-01", "2020-02-01"], "2020-03-01"),
        (["2020-01-06", "2020-01-13", "2020-02-10"], "2020-02-17"),
        (["2020-01-30", "2020-01-31"], "2020-02-01"),
        (["2020-01-01 10:00", "2020-01-01 11:00"], "2020-01-01 12:00"),
    ],
)
def test_a_bar_is_as_long_as_its_moment(dates: list[str], last: str):
    frame = pd.DataFrame({"x": pd.to_datetime(dates), "n": 1})
    found, start, end = with_spans(points(frame))
    low, high = found.frame[start].iloc[-1], found.frame[end].iloc[-1]
    # A tenth on each side is left free.
    length = (high - low) / 0.8
    assert low - length * 0.1 == pd.Timestamp(dates[-1])
    assert high + length * 0.1 == pd.Timestamp(last)
