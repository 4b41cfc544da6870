"""The one form in which every engine hands over its candidates."""

from __future__ import annotations

import pyarrow as pa

SEED = pa.struct(
    [
        ("artist_id", pa.string()),
        ("artist_name", pa.string()),
        ("seed_rank", pa.int64()),
        ("contribution", pa.float64()),
    ]
)
"""An artist of the listener's own that led to a candidate: its preference rank, and the part of
the candidate's score that came from it (the contributions of a candidate's seeds sum to its
score)."""

CANDIDATES = pa.schema(
    [
        ("artist_id", pa.string()),
        ("artist_name", pa.string()),
        ("score", pa.float64()),
        ("engine_rank", pa.int64()),
        ("confidence", pa.float64()),
        ("support", pa.int64()),
        ("seeds", pa.list_(SEED)),
    ]
)
"""One row per candidate of one engine: score (higher is better, comparable within the engine
only), engine_rank (1 is best, no ties), confidence (0 to 1), support (how many observations the
score rests on), seeds (strongest first)."""
