"""Days as the cells of years: a column for each week, a row for each weekday."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from app.charts.columns import kind_of, moments, numbers, refuse_non_numbers, refuse_too_many
from app.charts.points import Channel
from app.charts.table import Table
from app.formats import column_title, format_text, infer

ROWS_OF_YEAR = 9
"""The seven weekdays below a row for the names of the year and its months, and some air."""
WEEKS = 54
"""A year touches at most so many weeks, counted from the Monday of its first."""
_DAY = "ddd, mmm d, yyyy"


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days of every year that has one in the data."""

    days: pd.DataFrame
    """One row per day: its place, its amount (NaN without a row), both as words."""
    months: pd.DataFrame
    """One row per month: its name and the place of the name."""
    years: tuple[int, ...]
    """From the top down."""
    week: str
    row: str
    """The fields of the places, in all frames."""
    date: str
    """The field of the date as words."""
    month: str
    """The field of the month's name."""
    value: Channel


def read_calendar(frame: pd.DataFrame, date: str, value: str, fmt: str | None) -> Calendar:
    """Return the calendar of a column of dates and one of numbers.

    The oldest year is at the top, unless the rows begin with the newest.

    Raises `ValueError` where a day has several rows or a column is of another kind.
    """
    refuse_non_numbers(frame, value, "value")
    if kind_of(frame[date]) not in ("temporal", None):
        raise ValueError(f"date: the column {date!r} holds no dates")
    frame = frame[frame[date].notna()]
    days = moments(frame[date]).dt.normalize()
    if days.duplicated().any():
        raise ValueError("a day has several rows: aggregate in SQL")
    amounts = pd.Series(numbers(frame[value]).to_numpy(), index=pd.DatetimeIndex(days))
    years = sorted(
        {day.year for day in days}, reverse=len(days) > 1 and days.iloc[0] > days.iloc[-1]
    )
    refuse_too_many(len(years) * 366)
    every = [day for year in years for day in pd.date_range(f"{year}-01-01", f"{year}-12-31")]
    shown = pd.DatetimeIndex(every)
    return _calendar(shown, amounts.reindex(shown), tuple(years), value, fmt or infer(value))


def _calendar(
    days: pd.DatetimeIndex, amounts: pd.Series, years: tuple[int, ...], value: str, fmt: str | None
) -> Calendar:
    top = {year: place * ROWS_OF_YEAR for place, year in enumerate(years)}
    first_weekday = pd.to_datetime(
        {"year": days.year, "month": 1, "day": 1}
    ).dt.day_of_week.to_numpy()
    weeks = (days.day_of_year - 1 + first_weekday) // 7
    tops = pd.Series([top[year] for year in days.year])
    title = column_title(value)
    table = Table()
    date = table.add("Date", [format_text(day, _DAY) for day in days])
    field = table.add(title, amounts.to_numpy())
    text = table.add(f"{title} in words", [format_text(amount, fmt) for amount in amounts])
    week = table.add("Week", weeks)
    row = table.add("Row", tops + 1 + days.day_of_week.to_numpy())
    starts = [place for place, day in enumerate(days) if day.day == 1]
    months = pd.DataFrame(
        {
            "Month": [format_text(days[start], "mmm") for start in starts],
            week: weeks[starts],
            row: tops[starts].to_numpy(),
        }
    )
    channel = Channel(field, text, title, "quantitative", fmt)
    return Calendar(table.frame, months, years, week, row, date, "Month", channel)
