from typing import Any

import pandas as pd
import pytest

from app.charts.calendar import ROWS_OF_YEAR, WEEKS, Calendar, read_calendar


def calendar(days: list[Any], values: list[Any] | None = None) -> Calendar:
    frame = pd.DataFrame({"day": pd.to_datetime(days), "plays": values or [1] * len(days)})
    return read_calendar(frame, "day", "plays", None)


def place(found: Calendar, day: str) -> tuple[int, int]:
    row = found.days[found.days[found.date].str.contains(day)].iloc[0]
    return int(row[found.week]), int(row[found.row])


def test_a_day_stands_in_its_week_below_its_weekday():
    found = calendar(["2022-06-01"])
    # 2022 began on a Saturday, so the 3rd, a Monday, opens its second column.
    assert place(found, "Jan 1, 2022") == (0, 6)
    assert place(found, "Jan 2, 2022") == (0, 7)
    assert place(found, "Jan 3, 2022") == (1, 1)
    assert place(found, "Dec 31, 2022") == (52, 6)


def test_a_leap_year_that_begins_on_a_sunday_needs_every_column():
    found = calendar(["2012-06-01"])
    assert len(found.days) == 366
    assert place(found, "Dec 31, 2012") == (53, 1)
    assert found.days[found.week].max() == WEEKS - 1


def test_no_two_days_share_a_place():
    found = calendar(["2010-01-01", "2012-01-01", "2020-12-31", "2023-05-05"])
    assert not found.days.duplicated([found.week, found.row]).any()
    assert found.days[found.row].max() == 4 * ROWS_OF_YEAR - 2


def test_years_without_a_day_are_left_out_and_the_order_of_rows_is_kept():
    assert calendar(["2015-03-01", "2019-03-01", "2017-03-01"]).years == (2015, 2017, 2019)
    newest_first = calendar(["2019-03-01", "2017-03-01", "2015-03-01"])
    assert newest_first.years == (2019, 2017, 2015)
    assert place(newest_first, "Jan 1, 2019")[1] < place(newest_first, "Jan 1, 2015")[1]


def test_days_without_a_row_have_no_amount_and_say_so():
    found = calendar(["2022-01-01", "2022-01-03"], [2, 0])
    said = found.days.set_index(found.date)[found.value.text]
    assert said["Sat, Jan 1, 2022"] == "2"
    assert said["Sun, Jan 2, 2022"] == "–"
    assert said["Mon, Jan 3, 2022"] == "0"
    assert found.days[found.value.field].notna().sum() == 2


def test_the_hour_of_a_day_does_not_matter():
    assert calendar(["2022-01-01 23:59"]).days["Plays"].notna().sum() == 1


def test_each_month_is_named_above_the_week_of_its_first():
    found = calendar(["2022-06-01"])
    assert found.months[found.month].tolist()[:2] == ["Jan", "Feb"]
    assert found.months[found.week].tolist()[:3] == [0, 5, 9]
    assert set(found.months[found.row]) == {0}


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        (pd.DataFrame({"day": pd.to_datetime(["2022-01-01"] * 2), "plays": 1}), "several rows"),
        (pd.DataFrame({"day": ["monday"], "plays": 1}), "date: the column 'day' holds no dates"),
        (
            pd.DataFrame({"day": pd.to_datetime(["2022-01-01"]), "plays": "x"}),
            "value: the column 'plays' holds no numbers",
        ),
        (
            pd.DataFrame({"day": pd.date_range("1900", periods=60, freq="YS"), "plays": 1}),
            "rows are more than a chart can show",
        ),
    ],
)
def test_what_is_no_calendar_is_refused(frame: pd.DataFrame, message: str):
    with pytest.raises(ValueError, match=message):
        read_calendar(frame, "day", "plays", None)


def test_no_rows_are_no_days():
    frame = pd.DataFrame({"day": pd.Series(dtype="datetime64[us]"), "plays": []})
    assert read_calendar(frame, "day", "plays", None).days.empty
