"""What SQL planned to look up, and how each look-up ended."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import pandas as pd

from python_engines.clients.errors import FaultKind
from python_engines.clients.read_through import Found
from python_engines.clients.records import Answer, AnswerStatus
from python_engines.clients.tables import CallStatus, Origin


@dataclass(frozen=True, slots=True)
class LookUp:
    """One artist to be looked up."""

    artist_id: str
    artist_name: str
    purpose: str
    """What it is for; look-ups of one purpose follow each other."""
    call_share_until: float
    """Share of the calls of a run, 0 to 1, that may be used up when this purpose is done."""
    track_name: str | None = None
    """A track of the artist that the listener played."""
    artist_mbid: str | None = None
    """What the stored lists mean by the name."""

    @property
    def is_namesake(self) -> bool:
        """Whether the name alone means another artist, so that only the MBID may be asked for."""
        return self.artist_mbid is not None and self.artist_id.endswith(f"[{self.artist_mbid}]")


@dataclass(frozen=True, slots=True)
class Result:
    """How a look-up at one provider ended."""

    provider: str
    status: AnswerStatus | CallStatus
    origin: Origin
    detail: FaultKind | None = None

    @classmethod
    def of(cls, provider: str, found: Found[Answer]) -> Result:
        """Return how a look-up that is one question ended."""
        detail = None if found.fault is None else found.fault.kind
        return cls(provider, found.status, found.origin, detail)

    @classmethod
    def of_all(cls, provider: str, founds: Sequence[Found[Answer]]) -> Result:
        """Return how a look-up of several questions ended: badly where one of them did."""
        ends = [cls.of(provider, found) for found in founds]
        bad = [end for end in ends if isinstance(end.status, CallStatus)]
        good = sorted(ends, key=lambda end: end.status is not AnswerStatus.OK)
        asked = [end for end in ends if end.origin is Origin.NETWORK]
        return replace((bad or good)[0], origin=(asked or bad or good)[0].origin)


def read_plan(plan: pd.DataFrame) -> list[LookUp]:
    """Return the look-ups of a plan in their order.

    `plan` has the columns lookup_rank, artist_id, artist_name, purpose, call_share_until, and may
    have track_name and artist_mbid.
    """
    ordered = plan.dropna(subset=["artist_name"]).sort_values(["lookup_rank", "artist_id"])
    return [
        LookUp(
            artist_id=str(row["artist_id"]),
            artist_name=str(row["artist_name"]),
            purpose=str(row["purpose"]),
            call_share_until=float(row["call_share_until"]),
            track_name=_text(row.get("track_name")),
            artist_mbid=_text(row.get("artist_mbid")),
        )
        for row in ordered.to_dict("records")
    ]


def by_purpose(lookups: list[LookUp]) -> Iterator[list[LookUp]]:
    """Yield the look-ups of each purpose, in order."""
    for _, group in groupby(lookups, key=lambda lookup: lookup.purpose):
        yield list(group)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
