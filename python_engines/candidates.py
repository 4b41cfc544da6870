"""The one form in which every engine hands over its candidates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
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
the candidate's score that came from it. Only artists that speak for the candidate are seeds."""

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


@dataclass
class Found:
    """A candidate before it is ranked."""

    artist_id: str
    score: float
    confidence: float
    support: int
    seeds: dict[str, float] = field(default_factory=dict)
    """artist_id of the listener's own → its part of the score."""


@dataclass(frozen=True)
class Roster:
    """Names and ranks: what the engines need to know of artists to speak of them.

    names: artist_id → the name as shown. ranks: artist_id → preference rank of the listener's own.
    """

    names: Mapping[str, str]
    ranks: Mapping[str, int]

    @classmethod
    def of(cls, own: pd.DataFrame, others: pd.DataFrame) -> Roster:
        """Read own artists (artist_id, artist_name, preference_rank) and all others' names."""
        names = dict(zip(others["artist_id"], others["artist_name"], strict=True))
        names |= dict(zip(own["artist_id"], own["artist_name"], strict=True))
        ranks = dict(zip(own["artist_id"], own["preference_rank"].astype(int), strict=True))
        return cls(names, ranks)

    def name(self, artist_id: str) -> str:
        """Return the name of an artist; its key where no list or play spells it."""
        return self.names.get(artist_id, artist_id)


def top_places(scores: np.ndarray, count: int, digits: int) -> np.ndarray:
    """Return the places of the `count` highest scores above 0, best first; ties go by place."""
    rounded = np.round(scores, digits)
    ordered = np.argsort(-rounded, kind="stable")[:count]
    best: np.ndarray = ordered[rounded[ordered] > 0]
    return best


def top_parts(parts: np.ndarray, names: np.ndarray, count: int) -> dict[str, float]:
    """Return the `count` largest parts above 0 by name; ties go by place."""
    best = np.argsort(-parts, kind="stable")[:count]
    return {str(names[at]): float(parts[at]) for at in best if parts[at] > 0}


def as_candidates(
    found: Iterable[Found], roster: Roster, *, count: int, seed_count: int, digits: int
) -> pa.Table:
    """Rank candidates by score, ties by artist_id, and keep the best `count` as `CANDIDATES`.

    At most `seed_count` seeds are kept of each, the strongest; scores are rounded to `digits`
    before they are ranked.
    """
    rounded = [(round(each.score, digits), each) for each in found]
    rounded.sort(key=lambda pair: (-pair[0], pair[1].artist_id))
    rows = [
        {
            "artist_id": each.artist_id,
            "artist_name": roster.name(each.artist_id),
            "score": score,
            "engine_rank": rank,
            "confidence": round(each.confidence, digits),
            "support": each.support,
            "seeds": seed_rows(each.seeds, roster, seed_count, digits),
        }
        for rank, (score, each) in enumerate(rounded[:count], start=1)
    ]
    return pa.Table.from_pylist(rows, schema=CANDIDATES)


def seed_rows(
    seeds: Mapping[str, float], roster: Roster, count: int, digits: int
) -> list[dict[str, object]]:
    """Return the strongest seeds as rows of `SEED`; ties go by artist_id."""
    told = [(round(part, digits), artist_id) for artist_id, part in seeds.items()]
    told = sorted((pair for pair in told if pair[0] > 0), key=lambda pair: (-pair[0], pair[1]))
    return [
        {
            "artist_id": artist_id,
            "artist_name": roster.name(artist_id),
            "seed_rank": roster.ranks.get(artist_id),
            "contribution": part,
        }
        for part, artist_id in told[:count]
    ]
