"""The sentences of `mm analyze`: rows of marts in, lines of text out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

Row = Mapping[str, Any]
Rows = Sequence[Row]

_NAMES_SHOWN = 3
_TAGS_IN_TABLE = 2


def library(rows: Rows) -> list[str]:
    """How much, of whom, from when to when."""
    return [
        f"{_count(row['play_count'], 'play')} and {_hours(row['hours'])}, of "
        f"{_count(row['artist_count'], 'artist')} and {_count(row['track_count'], 'track')}, from "
        f"{_day(row['first_date'])} to {_day(row['last_date'])}. {_half(row)}"
        for row in rows
    ]


def tiers(rows: Rows) -> list[str]:
    """How much of the time the best bands take."""
    told = [row for row in rows if row["artist_count"]]
    if not told:
        return []
    first = told[0]
    last = first["rank_from"] + first["artist_count"] - 1
    line = f"Your first {_count(last, 'artist')} take {_percent(first['hours_share'])} of the time"
    return [f"{line}, all others {_percent(1 - first['hours_share'])}."]


def clock(rows: Rows) -> list[str]:
    """When most is heard."""
    total = sum(float(row["minutes"]) for row in rows)
    if not total:
        return []
    most = max(rows, key=lambda row: row["minutes"])
    return [
        f"Most on {most['weekday_name']} {_plural(most['daypart'])}, "
        f"{_percent(float(most['minutes']) / total)} of the time. All of it in %:"
    ]


def clock_by_weekday(rows: Rows) -> list[dict[str, Any]]:
    """Return a row for each day of the week with a share of the time for each daypart."""
    total = sum(float(row["minutes"]) for row in rows)
    days: dict[str, dict[str, Any]] = {}
    for row in rows:
        share = float(row["minutes"]) / total if total else 0.0
        day = days.setdefault(row["weekday_name"], {"weekday_name": row["weekday_name"]})
        day[row["daypart"]] = 100 * share
    return list(days.values())


def contexts(rows: Rows) -> list[str]:
    """A sentence for each context with enough plays, and how many have too few."""
    lines = [_context(row) for row in rows if row["enough_data"]]
    few = [row["context"] for row in rows if not row["enough_data"]]
    if few:
        shown = few[:_NAMES_SHOWN]
        rest = f" and {len(few) - len(shown)} more" if len(few) > len(shown) else ""
        lines.append(f"Not enough plays for {', '.join(shown)}{rest}.")
    return lines


def eras(rows: Rows) -> list[str]:
    """A sentence or two for each era, and how the tags moved."""
    return [_era(row) for row in rows]


def tag_names(tags: Iterable[Row] | None) -> str:
    """Return the names of the first tags: "dream pop, indie pop"."""
    return ", ".join(tag["tag"] for tag in list(tags or ())[:_TAGS_IN_TABLE])


def _context(row: Row) -> str:
    moved = _moved(row)
    name = row["context_name"]
    belonging = _named(artist["artist_name"] for artist in row["artists"])
    told = [
        f"{name[0].upper()}{name[1:]}, {_percent(row['minutes_share'])} of the time",
        f": {moved}. " if moved else (": " if belonging else "."),
        f"{belonging} {_belong(row)}." if belonging else "",
    ]
    return "".join(told).strip()


def _belong(row: Row) -> str:
    return "belongs there" if len(row["artists"]) == 1 else "belong there"


def _era(row: Row) -> str:
    told = f"{row['era_number']}. {_month(row['start_date'])} to {_month(row['end_date'])}, "
    told += f"{_hours(row['hours'])}: {row['era_name']}."
    if row["kind"] is not None:
        told += (
            f" {row['kind'].capitalize()}: {_percent(row['new_minutes_share'])} of the time went"
            f" to new artists ({_percent(row['usual_new_minutes_share'])} is usual)."
        )
    names = [artist["artist_name"] for artist in row["defining_artists"]]
    others = _named(name for name in names if name not in row["era_name"])
    told += f" Also {others}." if others else ""
    moved = _moved(row)
    return told + (f" Since the era before: {moved}." if moved else "")


def _moved(row: Row) -> str:
    risen, fallen = (_named(t["tag"] for t in row[k]) for k in ("risen_tags", "fallen_tags"))
    told = (f"more {risen}" if risen else "", f"less {fallen}" if fallen else "")
    return ", ".join(filter(None, told))


def _half(row: Row) -> str:
    count = row["half_of_hours_artist_count"]
    return f"Half of your hours are with {_count(count, 'artist')}." if count else ""


def _named(names: Iterable[str]) -> str:
    """Return the first names as a list in words: "A, B and C"."""
    shown = list(names)[:_NAMES_SHOWN]
    if len(shown) <= 1:
        return "".join(shown)
    return f"{', '.join(shown[:-1])} and {shown[-1]}"


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing if number == 1 else _plural(thing)}"


def _plural(thing: str) -> str:
    return thing if thing.endswith("s") else f"{thing}s"


def _hours(hours: Any) -> str:
    value = round(float(hours or 0))
    return "less than an hour" if not value else _count(value, "hour")


def _percent(share: Any) -> str:
    return f"{100 * float(share):.0f} %"


def _day(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else "?"


def _month(day: date) -> str:
    return f"{day:%B %Y}"
