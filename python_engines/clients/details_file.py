"""Details of artists from a file of the listener's own: CSV or Parquet, no key and no network.

Columns `artist_name`, `tags` and, where there are any, `listeners`, `country`, `begin_year` and
`mbid`; one row per artist. Other columns are ignored, and so is a number or id that is none.

Tags are written one after the other, the one that fits best first: `dream pop; shoegaze; mellow`.
Their weights then fall evenly: 1, 2/3, 1/3. Or each says its own: `dream pop:100; shoegaze:55`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from python_engines.clients.errors import DetailsFileError
from python_engines.clients.listener_file import FileForm
from python_engines.clients.names import (
    clean_count,
    clean_mbid,
    clean_name,
    clean_number,
    clean_year,
    name_key,
)

_NAME, _TAGS = "artist_name", "tags"
_OPTIONAL = ("listeners", "country", "begin_year", "mbid")
_FORM = FileForm("artist details", (_NAME, _TAGS), _OPTIONAL, DetailsFileError)
_BETWEEN_TAGS, _BEFORE_WEIGHT = ";", ":"


@dataclass(frozen=True, slots=True)
class FileDetails:
    """What the file tells of one artist."""

    tags: tuple[tuple[str, float], ...]
    """Tags with their weight against the heaviest, the heaviest first."""
    listener_count: int | None = None
    country: str | None = None
    begin_year: int | None = None
    mbid: str | None = None


class DetailsFile:
    """All artists of one file, read once."""

    def __init__(self, path: Path) -> None:
        self._details: dict[str, FileDetails] = {}
        rows_of: dict[str, int] = {}
        for number, row in enumerate(_FORM.read(path).to_pylist(), start=1):
            name = clean_name(row[_NAME])
            if name is None:
                continue
            key = name_key(name)
            if key in rows_of:
                twice = f"tells of one artist twice, in rows {rows_of[key]} and {number}"
                raise _FORM.refused(f"{twice} (all its tags belong into one: a; b; c)", path)
            rows_of[key] = number
            self._details[key] = FileDetails(
                tags=read_tags(row[_TAGS]),
                listener_count=clean_count(row.get("listeners")),
                country=clean_name(row.get("country")),
                begin_year=_year(row.get("begin_year")),
                mbid=clean_mbid(row.get("mbid")),
            )
        if not rows_of:
            raise _FORM.refused("holds no artist", path)

    def of(self, artist_name: str) -> FileDetails | None:
        """Return what the file tells of an artist, in any case of its name."""
        return self._details.get(name_key(artist_name))


def read_tags(text: str | None) -> tuple[tuple[str, float], ...]:
    """Return the tags of one cell, each once, with weights from above 0 to 1, the heaviest first.

    Where none says its weight, they fall evenly; where some do, the others count as the heaviest.
    """
    entries = [_split(entry) for entry in (text or "").split(_BETWEEN_TAGS)]
    named = [(tag, weight) for tag, weight in entries if tag and (weight is None or weight > 0)]
    largest = max((weight for _, weight in named if weight is not None), default=None)
    heaviest: dict[str, tuple[str, float]] = {}
    for place, (tag, said) in enumerate(named):
        if largest is None:
            weight = (len(named) - place) / len(named)
        else:
            weight = 1.0 if said is None else said / largest
        if weight > heaviest.get(name_key(tag), ("", 0.0))[1]:
            heaviest[name_key(tag)] = (tag, weight)
    return tuple(sorted(heaviest.values(), key=lambda tag: -tag[1]))


def _year(value: object) -> int | None:
    """Return a year; in a Parquet file with gaps it may be a fraction, 1972.0."""
    is_whole = isinstance(value, float) and value.is_integer()
    return clean_year(clean_count(value) if is_whole else value)


def _split(entry: str) -> tuple[str | None, float | None]:
    """Return a tag and its weight; what stands behind a colon and is no number is the tag's."""
    tag, colon, said = entry.rpartition(_BEFORE_WEIGHT)
    weight = clean_number(said) if colon else None
    return clean_name(entry if weight is None else tag), weight
