"""Which rows of a stored list are shown: no artist that is blocked, none that was shown lately."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from stores import feedback, shown
from stores.paths import Home
from stores.verdicts import Verdict
from stores.warehouse import open_query

_LIST = "select * from recommendations order by rank"
_OF_CONTEXT = "select * from context_recommendations where context = ? order by rank, artist_id"


@dataclass(frozen=True)
class Wanted:
    """What was asked for: how many, of which context, and for how many days nobody comes twice."""

    count: int
    context: str | None = None
    skip_days: int | None = None


@dataclass(frozen=True)
class Choice:
    """The rows to show, as the mart has them, and how many artists were left out before them."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]] = field(default_factory=list)
    blocked_count: int = 0
    lately_count: int = 0

    def named(self) -> list[Mapping[str, Any]]:
        """Return each row by column name."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


def choose(home: Home, wanted: Wanted, now: datetime) -> Choice:
    """Read a list of the last build and leave out who is not to be shown; never rebuilds it.

    `now` is UTC without zone.
    """
    blocked = blocked_artists(home)
    lately: set[str] = set()
    if wanted.skip_days is not None:
        lately = shown.shown_after(home.shown, now - timedelta(days=wanted.skip_days))
    query, values = (_LIST, []) if wanted.context is None else (_OF_CONTEXT, [wanted.context])
    with open_query(home.warehouse, query, values) as answer:
        columns, rows = answer.columns, answer.rows()
    at = columns.index("artist_id")
    ids = [row[at] for row in rows]
    kept = [row for row in rows if row[at] not in blocked | lately]
    return Choice(
        columns,
        kept[: wanted.count],
        blocked_count=len(blocked.intersection(ids)),
        lately_count=len((lately - blocked).intersection(ids)),
    )


def blocked_artists(home: Home) -> set[str]:
    """Return the artist_id of everyone blocked, since the last build or before."""
    words = feedback.latest(feedback.read(home.feedback))
    return {artist for artist, word in words.items() if word.verdict is Verdict.BLOCK}


def remember_shown(home: Home, choice: Choice, now: datetime) -> None:
    """Note that these artists are shown now."""
    artists = [(row["artist_id"], row["artist_name"]) for row in choice.named()]
    shown.remember(home.shown, artists, now)


def shortage(choice: Choice, wanted: Wanted) -> str | None:
    """Return why fewer are shown than were asked for; None if there are enough."""
    there = len(choice.rows)
    if there >= wanted.count:
        return None
    left_out = [
        f"{count} {words} left out"
        for count, words in (
            (choice.blocked_count, "blocked"),
            (choice.lately_count, f"shown in the last {_days(wanted.skip_days)}"),
        )
        if count
    ]
    why = ", ".join(
        left_out if left_out and not there else ["the warehouse holds no more", *left_out]
    )
    return f"{there} of the {wanted.count} asked for: {why}"


def _days(count: int | None) -> str:
    return "day" if count == 1 else f"{count} days"
