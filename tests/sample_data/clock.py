"""The listener's clock: where they are, what their watch shows, what UTC it is.

The rules of summer time are written out for the few places the listener visits, so that the
export is the same to the byte whichever time zone data a machine has.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

HOME = "DE"

DAYPARTS = ("morning", "afternoon", "evening", "night")
WEEKPARTS = ("weekday", "weekend")


@dataclass(frozen=True, slots=True)
class Trip:
    """A stay abroad, from ``first`` to ``last`` day."""

    country: str
    first: date
    last: date


TRIPS = (
    Trip("PT", date(2018, 4, 16), date(2018, 4, 24)),
    Trip("US", date(2019, 7, 8), date(2019, 7, 26)),
    Trip("JP", date(2023, 3, 27), date(2023, 4, 15)),
)
"""Where the listener went; between them they are at home in Germany."""

_STANDARD_HOURS = {"DE": 1, "PT": 0, "US": -5, "JP": 9}


def country_on(day: date) -> str:
    """Return the two-letter code of the country the listener is in on ``day``."""
    for trip in TRIPS:
        if trip.first <= day <= trip.last:
            return trip.country
    return HOME


def utc_from_local(local: datetime, country: str) -> datetime:
    """Turn what a watch shows in ``country`` into UTC (both without a zone)."""
    standard = local - timedelta(hours=_STANDARD_HOURS[country])
    return standard - timedelta(hours=1) if _is_summer_time(standard, country) else standard


def _is_summer_time(utc: datetime, country: str) -> bool:
    """Say whether ``country`` has its clocks forward at ``utc``."""
    if country == "JP":
        return False
    if country == "US":
        begin = _nth_sunday(utc.year, 3, 2) + timedelta(hours=7)
        return begin <= utc < _nth_sunday(utc.year, 11, 1) + timedelta(hours=6)
    begin = _last_sunday(utc.year, 3) + timedelta(hours=1)
    return begin <= utc < _last_sunday(utc.year, 10) + timedelta(hours=1)


def _nth_sunday(year: int, month: int, nth: int) -> datetime:
    first = datetime(year, month, 1)
    return first + timedelta(days=(6 - first.weekday()) % 7 + 7 * (nth - 1))


def _last_sunday(year: int, month: int) -> datetime:
    last = datetime(year, month, 31)
    return last - timedelta(days=(last.weekday() + 1) % 7)


def season_of(day: date) -> str:
    """Return the northern season of ``day``."""
    return ("winter", "spring", "summer", "autumn")[day.month % 12 // 3]


def weekpart_of(day: date) -> str:
    """Return ``weekend`` for Saturday and Sunday, else ``weekday``."""
    return WEEKPARTS[day.weekday() >= 5]
