"""The list of recommended artists, in words for people and in full for programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from cli import output
from cli.output import Format
from stores.warehouse import open_query

_REASONS_SHOWN = 3
_TAGS_SHOWN = 2
_COLUMNS = ("#", "artist", "score", "confidence", "tags", "start with", "because")


def show(warehouse: Path, count: int, form: Format) -> int:
    """Write the first `count` recommendations and return how many there were."""
    query = "select * from recommendations order by rank limit ?"
    with open_query(warehouse, query, [count]) as answer:
        columns, rows = answer.columns, answer.rows()
    if form in (Format.JSON, Format.CSV):
        output.answer(columns, rows, form)
    elif rows:
        named = [_in_words(dict(zip(columns, row, strict=True))) for row in rows]
        # What no provider told of any of them is no column.
        told = [
            at for at in range(len(_COLUMNS)) if any(row[at] not in ("", None) for row in named)
        ]
        output.answer(
            [_COLUMNS[at] for at in told], [[row[at] for at in told] for row in named], form
        )
    return len(rows)


def because(reasons: Sequence[Mapping[str, Any]] | None) -> str:
    """Return the strongest reasons in words: "like Radiohead (#3), Portishead (#12)"."""
    seeds = dict.fromkeys(
        f"{reason['seed_artist_name']} (#{reason['seed_rank']})"
        if reason["seed_rank"] is not None
        else str(reason["seed_artist_name"])
        for reason in reasons or ()
    )
    shown = list(seeds)[:_REASONS_SHOWN]
    rest = len(seeds) - len(shown)
    return ("like " + ", ".join(shown) + (f" and {rest} more" if rest else "")) if shown else ""


def _in_words(row: Mapping[str, Any]) -> tuple[Any, ...]:
    name = row["artist_name"] + (" (barely heard)" if row.get("barely_heard") else "")
    return (
        row["rank"],
        name,
        row["score"],
        row["confidence"],
        ", ".join(row["tags"][:_TAGS_SHOWN]),
        next(iter(row["top_tracks"]), ""),
        because(row["reasons"]),
    )
