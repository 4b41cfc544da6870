"""The tables that the fetch models write, and how a look-up can end."""

from __future__ import annotations

from enum import StrEnum

import pyarrow as pa

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
        pa.field("seed_mbid", pa.string()),
    ]
)
"""One row per seed, provider and candidate.

`provider_rank` counts from 1, the closest; `match` (0 to 1) compares inside one seed only;
`fetched_at` is UTC, null for a file; `answered_artist_name` is the seed as the provider spells it,
which differs from the name asked for where the provider corrected it; `seed_mbid` is the MBID by
which the provider was asked, null where it goes by name.
"""

TAG = pa.struct([("tag", pa.string()), ("weight", pa.float64())])
"""`weight` is the tag's count against the largest of the same artist and provider, 0 to 1."""

ARTIST_DETAILS = pa.schema(
    [
        pa.field("artist_id", pa.string()),
        pa.field("artist_name", pa.string()),
        pa.field("provider", pa.string()),
        pa.field("artist_mbid", pa.string()),
        pa.field("listener_count", pa.int64()),
        pa.field("listen_count", pa.int64()),
        pa.field("country", pa.string()),
        pa.field("begin_year", pa.int32()),
        pa.field("tags", pa.list_(TAG)),
        pa.field("top_tracks", pa.list_(pa.string())),
        pa.field("fetched_at", pa.timestamp("us")),
        pa.field("is_stale", pa.bool_()),
    ]
)
"""One row per artist and provider that knows something of it; what it does not know is null.

`fetched_at` is the oldest of the answers that the row is made of.
"""

CALL_LOG = pa.schema(
    [
        pa.field("step", pa.string()),
        pa.field("purpose", pa.string()),
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


class Origin(StrEnum):
    """Where the answer of a look-up comes from."""

    NETWORK = "network"
    STORE = "store"
    FILE = "file"
    NONE = "none"


class CallStatus(StrEnum):
    """What became of a look-up that gave no answer; the others have an `AnswerStatus`."""

    FAILED = "failed"
    """Asked, without success; asked again by the next build."""
    LEFT = "left"
    """Not asked (or not to the end): its service was left for this run, or its calls used up."""
    OFFLINE = "offline"
    """Nothing is stored and nothing may be asked."""
    AMBIGUOUS = "ambiguous"
    """Several artists have that name and nothing tells which one is meant."""
