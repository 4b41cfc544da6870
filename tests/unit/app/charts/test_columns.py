import math
from datetime import date, datetime
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from app.charts.columns import (
    MOST_ROWS,
    kind_of,
    moments,
    numbers,
    refuse_non_numbers,
    refuse_too_many,
    words,
)
from app.charts.table import Table


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ([1, 2], "quantitative"),
        ([1.5, None], "quantitative"),
        ([Decimal("1.5"), None], "quantitative"),
        ([Decimal("1.5"), 2, 1.0], "quantitative"),
        (pd.array([1, None], dtype="Int64"), "quantitative"),
        ([True, False], "nominal"),
        ([True, None], "nominal"),
        (["a", None], "nominal"),
        ([1, "a"], "nominal"),
        ([date(2022, 1, 9), None], "temporal"),
        ([datetime(2022, 1, 9), None], "temporal"),
        (pd.to_datetime(["2022-01-09", None]), "temporal"),
        (pd.to_datetime(["2022-01-09"]).tz_localize("UTC"), "temporal"),
        ([None, None], None),
        ([math.nan], None),
        ([], None),
    ],
)
def test_what_a_column_holds(values: object, kind: str | None):
    assert kind_of(pd.Series(values)) == kind


def test_numbers_of_all_kinds_become_floats():
    found = numbers(pd.Series([Decimal("1.5"), 2, None, math.inf, np.nan], index=[9, 8, 7, 6, 5]))
    assert found.tolist()[:2] == [1.5, 2.0]
    assert found.isna().tolist() == [False, False, True, True, True]
    assert found.index.tolist() == [9, 8, 7, 6, 5]


def test_moments_keep_what_their_own_clock_shows():
    there = pd.Series(pd.to_datetime(["2022-01-09 23:30"]).tz_localize("Asia/Tokyo"))
    assert moments(there).tolist() == [pd.Timestamp("2022-01-09 23:30")]
    assert moments(pd.Series([date(2022, 1, 9), None])).tolist()[0] == pd.Timestamp("2022-01-09")


def test_words_say_nothing_as_a_dash():
    assert words(pd.Series(["a", None, 3])).tolist() == ["a", "–", "3"]
    assert words(pd.Series([0.5]), "pct0").tolist() == ["50%"]


def test_words_have_no_character_that_vega_cannot_read():
    assert words(pd.Series(["a\u2028b \x07\u202ec"])).tolist() == ["a b c"]


def test_more_rows_than_a_chart_can_show_are_refused_with_the_way_out():
    refuse_too_many(MOST_ROWS)
    with pytest.raises(ValueError, match=r"20,001 rows .* aggregate in SQL"):
        refuse_too_many(MOST_ROWS + 1)


def test_words_where_numbers_belong_are_refused_by_the_columns_name():
    frame = pd.DataFrame({"a": ["x"], "b": [None]})
    refuse_non_numbers(frame, "b", "y")
    with pytest.raises(ValueError, match="y: the column 'a' holds no numbers"):
        refuse_non_numbers(frame, "a", "y")


@pytest.mark.parametrize(
    ("title", "field"),
    [
        ("Play count", "Play count"),
        ("a.b[c]", "a b c"),
        ('it\'s "so" \\`x`', "it s so x"),
        ("a:b", "a:b"),
        (".", "Value"),
        ("", "Value"),
        ("two\nlines", "two lines"),
    ],
)
def test_a_field_has_a_name_that_vega_takes_as_it_stands(title: str, field: str):
    assert Table().add(title, [1]) == field


def test_two_columns_of_one_name_stay_apart():
    table = Table()
    assert [table.add("a.b", [1]), table.add("a b", [2]), table.add("a[b", [3])] == [
        "a b",
        "a b 2",
        "a b 3",
    ]
    assert table.frame.to_dict("list") == {"a b": [1], "a b 2": [2], "a b 3": [3]}


def test_rows_stay_beside_each_other_whatever_their_index():
    table = Table()
    table.add("x", pd.Series([1, 2], index=[7, 3]))
    table.add("y", pd.Series(["a", "b"], index=[0, 1]))
    assert table.frame.to_numpy().tolist() == [[1, "a"], [2, "b"]]
