"""What providers give: small typed records, the same in memory, in the answer store, in tables."""

from __future__ import annotations

import math
import re
import unicodedata
from enum import StrEnum

import msgspec
import pyarrow as pa

LONGEST_NAME = 1_000
"""Characters kept of a name; longer ones are no names."""

SIMILAR_LISTS = pa.schema(
    [
        pa.field("seed_artist_name", pa.string()),
        pa.field("provider", pa.string()),
        pa.field("provider_rank", pa.int32()),
        pa.field("candidate_artist_name", pa.string()),
        pa.field("candidate_mbid", pa.string()),
        pa.field("match", pa.float64()),
        pa.field("fetched_at", pa.timestamp("us")),
        pa.field("is_stale", pa.bool_()),
        pa.field("answered_artist_name", pa.string()),
    ]
)
"""One row per seed, provider and candidate.

`provider_rank` counts from 1, the closest; `match` (0 to 1) compares inside one seed only;
`fetched_at` is UTC, null for a file; `answered_artist_name` is the seed as the provider spells it,
which differs from the name asked for where the provider corrected it.
"""

CALL_LOG = pa.schema(
    [
        pa.field("step", pa.string()),
        pa.field("provider", pa.string()),
        pa.field("artist_id", pa.string()),
        pa.field("artist_name", pa.string()),
        pa.field("status", pa.string()),
        pa.field("origin", pa.string()),
        pa.field("attempt_count", pa.int32()),
        pa.field("detail", pa.string()),
    ]
)
"""One row per planned look-up and provider; `detail` is the `FaultKind` where there was one."""

_REPLACED = {"Cc": " ", "Cs": "\N{REPLACEMENT CHARACTER}"}  # control marks, lone surrogates
_MBID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


class AnswerStatus(StrEnum):
    """What a provider knows of an artist."""

    OK = "ok"
    EMPTY = "empty"
    """The artist is known, nothing similar is."""
    NOT_FOUND = "not_found"


class SimilarArtist(msgspec.Struct, frozen=True, array_like=True):
    """One entry of a list; its place in the list is its rank."""

    name: str
    mbid: str | None = None
    match: float | None = None


class SimilarAnswer(msgspec.Struct, frozen=True):
    """A provider's answer for one artist. Requested and returned name are both kept."""

    status: AnswerStatus
    asked_name: str
    answered_name: str | None = None
    artists: tuple[SimilarArtist, ...] = ()


def name_key(name: str) -> str:
    """Return the form under which a look-up is stored: two spellings in other case are one."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def clean_name(value: object) -> str | None:
    """Return a name fit for any table, or None: no control characters, no broken characters."""
    if not isinstance(value, str) or len(value) > LONGEST_NAME:
        return None
    kept = value if value.isprintable() else "".join(_harmless(mark) for mark in value)
    return kept.strip() or None


def _harmless(mark: str) -> str:
    return _REPLACED.get(unicodedata.category(mark), mark)


def clean_mbid(value: object) -> str | None:
    """Return a MusicBrainz id in lower case, or None when it is none."""
    text = value.strip().lower() if isinstance(value, str) else ""
    return text if _MBID.fullmatch(text) else None


def clean_match(value: object) -> float | None:
    """Return a match from 0 to 1, given as a number or as text, or None when it is none."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) and 0.0 <= number <= 1.0 else None
