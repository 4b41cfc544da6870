"""Rows of the table of details: what one provider knows of one artist."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import pyarrow as pa

from python_engines.clients.plan import LookUp
from python_engines.clients.read_through import Found
from python_engines.clients.records import Answer, Artist, InfoAnswer, Tag
from python_engines.clients.similar_lists import utc
from python_engines.clients.tables import ARTIST_DETAILS
from python_engines.frames import typed_table


@dataclass(frozen=True, slots=True)
class DetailRow:
    """One row of `ARTIST_DETAILS`, its fields in the order of the columns."""

    artist_id: str
    artist_name: str
    provider: str
    artist_mbid: str | None = None
    listener_count: int | None = None
    listen_count: int | None = None
    country: str | None = None
    begin_year: int | None = None
    tags: Sequence[dict[str, object]] = ()
    top_tracks: Sequence[str] = ()
    fetched_at: datetime | None = None
    is_stale: bool = False


def detail_row(
    provider: str,
    lookup: LookUp,
    founds: Sequence[Found[Answer]],
    *,
    artist: Artist | None = None,
    counts: InfoAnswer | None = None,
    tags: Sequence[Tag] = (),
    top_tracks: Sequence[str] = (),
) -> DetailRow | None:
    """Return what `founds` came to for one artist, or None when there is no answer among them.

    The row is as old as its oldest answer.
    """
    times = [found.fetched_at for found in founds if found.fetched_at is not None]
    if not times:
        return None
    about = artist or Artist(mbid="", name="")
    return DetailRow(
        artist_id=lookup.artist_id,
        artist_name=lookup.artist_name,
        provider=provider,
        artist_mbid=about.mbid or (counts.mbid if counts is not None else None),
        listener_count=None if counts is None else counts.listener_count,
        listen_count=None if counts is None else counts.play_count,
        country=about.country,
        begin_year=about.begin_year,
        tags=_weighted(tags or about.tags),
        top_tracks=top_tracks,
        fetched_at=utc(min(times)),
        is_stale=any(found.is_stale for found in founds),
    )


def detail_table(rows: Sequence[DetailRow]) -> pa.Table:
    """Return rows in the form `ARTIST_DETAILS`."""
    return typed_table(ARTIST_DETAILS, rows=[_values(row) for row in rows])


def _values(row: DetailRow) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in ARTIST_DETAILS.names)


def _weighted(tags: Sequence[Tag]) -> list[dict[str, object]]:
    """Return tags with their weight against the heaviest one of the artist."""
    largest = max((tag.count for tag in tags), default=0)
    return [{"tag": tag.name, "weight": tag.count / largest} for tag in tags]
