"""Rows of the table of details: what one provider knows of one artist."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import pyarrow as pa

from python_engines.clients.details_file import FileDetails
from python_engines.clients.listener_file import PROVIDER as FILE
from python_engines.clients.plan import LookUp
from python_engines.clients.read_through import Found
from python_engines.clients.records import Answer, Artist, InfoAnswer, Tag
from python_engines.clients.similar_lists import utc
from python_engines.clients.sites import LASTFM, LISTENBRAINZ, MUSICBRAINZ
from python_engines.clients.tables import ARTIST_DETAILS
from python_engines.frames import typed_table

_PROVIDERS = (LASTFM, LISTENBRAINZ, MUSICBRAINZ)
_NOBODY = Artist(mbid="", name="")
_FOLDED = ("artist_mbid", "listener_count", "listen_count", "country", "begin_year")


@dataclass(frozen=True, slots=True)
class DetailRow:
    """One row of `ARTIST_DETAILS`."""

    artist_id: str
    artist_name: str
    provider: str
    fetched_at: datetime | None
    """Null for a file."""
    is_stale: bool
    artist_mbid: str | None = None
    listener_count: int | None = None
    listen_count: int | None = None
    country: str | None = None
    begin_year: int | None = None
    tags: Sequence[dict[str, object]] = ()
    top_tracks: Sequence[str] = ()

    def folded(self, other: DetailRow) -> DetailRow:
        """Return this row with what only `other`, of the same artist and provider, knows."""
        missing = {name: getattr(other, name) for name in _FOLDED if getattr(self, name) is None}
        return replace(
            self,
            **missing,
            tags=self.tags or other.tags,
            top_tracks=self.top_tracks or other.top_tracks,
            fetched_at=min(filter(None, (self.fetched_at, other.fetched_at)), default=None),
            is_stale=self.is_stale or other.is_stale,
        )


class DetailRows:
    """Rows as they come together: one for each artist and provider that knows something of it."""

    def __init__(self) -> None:
        self._rows: dict[tuple[str, str], DetailRow] = {}

    def add(
        self,
        provider: str,
        lookup: LookUp,
        founds: Sequence[Found[Answer]],
        *,
        artist: Artist | None = None,
        counts: InfoAnswer | None = None,
        tags: Sequence[Tag] = (),
        top_tracks: Sequence[str] = (),
    ) -> None:
        """Add what `founds` came to for one artist, if there is an answer among them.

        The row is as old as its oldest answer.
        """
        times = [found.fetched_at for found in founds if found.fetched_at is not None]
        if not times:
            return
        about = artist or _NOBODY
        row = DetailRow(
            artist_id=lookup.artist_id,
            artist_name=lookup.artist_name,
            provider=provider,
            fetched_at=utc(min(times)),
            is_stale=any(found.is_stale for found in founds),
            artist_mbid=about.mbid or (None if counts is None else counts.mbid),
            listener_count=None if counts is None else counts.listener_count,
            listen_count=None if counts is None else counts.play_count,
            country=about.country,
            begin_year=about.begin_year,
            tags=_weighted(tags or about.tags),
            top_tracks=top_tracks,
        )
        self._put(row)

    def add_from_file(self, lookup: LookUp, details: FileDetails) -> None:
        """Add what the listener's own file tells of one artist."""
        row = DetailRow(
            artist_id=lookup.artist_id,
            artist_name=lookup.artist_name,
            provider=FILE,
            fetched_at=None,
            is_stale=False,
            artist_mbid=details.mbid,
            listener_count=details.listener_count,
            country=details.country,
            begin_year=details.begin_year,
            tags=[{"tag": tag, "weight": weight} for tag, weight in details.tags],
        )
        self._put(row)

    def extend(self, others: DetailRows) -> None:
        """Add every row of others."""
        for row in others._rows.values():
            self._put(row)

    def has_country(self, lookup: LookUp) -> bool:
        """Tell whether any provider says where an artist is from."""
        return any(row.country is not None for row in self._rows_of(lookup))

    def has_tags(self, lookup: LookUp) -> bool:
        """Tell whether any provider gives tags of an artist."""
        return any(row.tags for row in self._rows_of(lookup))

    def _rows_of(self, lookup: LookUp) -> list[DetailRow]:
        found = (self._rows.get((lookup.artist_id, provider)) for provider in _PROVIDERS)
        return [row for row in found if row is not None]

    def table(self) -> pa.Table:
        """Return the rows in the form `ARTIST_DETAILS`."""
        rows = [
            tuple(getattr(row, name) for name in ARTIST_DETAILS.names)
            for row in self._rows.values()
        ]
        return typed_table(ARTIST_DETAILS, rows=rows)

    def _put(self, row: DetailRow) -> None:
        key = (row.artist_id, row.provider)
        before = self._rows.get(key)
        self._rows[key] = row if before is None else before.folded(row)


def _weighted(tags: Sequence[Tag]) -> list[dict[str, object]]:
    """Return tags with their weight against the heaviest one of the artist."""
    largest = max((tag.count for tag in tags), default=0)
    return [{"tag": tag.name, "weight": tag.count / largest} for tag in tags]
