"""The list of recommended artists, in words for people and in full for programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cli.output import Format

Table = tuple[Sequence[str], list[Sequence[Any]]]

_REASONS_SHOWN = 3
_TAGS_SHOWN = 2


def worded(columns: Sequence[str], rows: Sequence[Sequence[Any]], form: Format) -> Table:
    """Return a list as it is written in that form.

    JSON and CSV carry the mart as it is, Markdown every column of it in words, a table what a
    person reads first.
    """
    if form in (Format.JSON, Format.CSV):
        return columns, list(rows)
    named = [dict(zip(columns, row, strict=True)) for row in rows]
    if form is Format.MD:
        return columns, [[in_words(name, row[name]) for name in columns] for row in named]
    first = [_first_things(row) for row in named]
    # What no provider told of any of them is no column.
    told = [
        name
        for name in dict.fromkeys(name for row in first for name in row)
        if any(row.get(name) not in ("", None) for row in first)
    ]
    return told, [[row.get(name) for name in told] for row in first]


def because(reasons: Sequence[Mapping[str, Any]] | None) -> str:
    """Return the strongest reasons in words: "like Radiohead (#3), Portishead (#12)"."""
    seeds = _seeds(reasons)
    shown = seeds[:_REASONS_SHOWN]
    rest = len(seeds) - len(shown)
    return ("like " + ", ".join(shown) + (f" and {rest} more" if rest else "")) if shown else ""


def shares_in_words(shares: Sequence[Mapping[str, Any]] | None) -> str:
    """Return the shares of the engines in words: "content 60 %, temporal 40 %"."""
    return ", ".join(f"{entry['engine']} {percent(entry['share'])}" for entry in shares or ())


def percent(share: float) -> str:
    """Return a share in words: 0.6 is "60 %"."""
    return f"{share * 100:.0f} %"


def in_words(column: str, value: Any) -> Any:
    """Return the value of a column without brackets: lists with commas, fields with their names."""
    if column == "engine_shares":
        return shares_in_words(value)
    if column == "reasons":
        return ", ".join(_seeds(value))
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {entry}" for name, entry in value.items() if entry is not None)
    if isinstance(value, list | tuple):
        return ", ".join(str(in_words("", entry)) for entry in value)
    return value


def _seeds(reasons: Sequence[Mapping[str, Any]] | None) -> list[str]:
    return list(dict.fromkeys(_seed(reason) for reason in reasons or ()))


def _seed(reason: Mapping[str, Any]) -> str:
    # In `context_recommendations`, where one engine speaks, the seed's name is just artist_name.
    name = reason["seed_artist_name" if "seed_artist_name" in reason else "artist_name"]
    return f"{name} (#{reason['seed_rank']})" if reason["seed_rank"] is not None else str(name)


def _first_things(row: Mapping[str, Any]) -> dict[str, Any]:
    name = row["artist_name"] + (" (barely heard)" if row.get("barely_heard") else "")
    return {
        "#": row["rank"],
        "artist": name,
        "score": row["score"],
        "confidence": row.get("confidence"),
        "tags": ", ".join((row.get("tags") or [])[:_TAGS_SHOWN]),
        "start with": next(iter(row.get("top_tracks") or []), ""),
        "because": because(row.get("reasons")),
    }
