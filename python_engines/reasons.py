"""Reasons: which artists of the listener's own led to a recommendation, as shares of its score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

REASON = pa.struct(
    [
        ("engine", pa.string()),
        ("seed_artist_id", pa.string()),
        ("seed_artist_name", pa.string()),
        ("seed_rank", pa.int64()),
        ("contribution", pa.float64()),
    ]
)
"""`engine` is `feedback` where the seed is an artist the listener said to like: what counts is the
word, so its seed_rank is null. `contribution` is a share of the score, 0 to 1."""


LIKE, DISLIKE = "like", "dislike"
"""Words of feedback that move neighbours."""
FEEDBACK = "feedback"
"""The name under which likes are reasons, beside the engines'."""


@dataclass(frozen=True)
class Vote:
    """One engine's word for one candidate: its weighted reciprocal rank."""

    candidate: Mapping[str, Any]
    points: float


def engine_shares(votes: Sequence[Vote], digits: int) -> list[dict[str, Any]]:
    """Return each engine's share of the points."""
    points = sum(vote.points for vote in votes)
    return [
        {
            "engine": vote.candidate["engine"],
            "share": round(vote.points / points, digits) if points else 0.0,
        }
        for vote in votes
    ]


def reasons_of(
    votes: Sequence[Vote], said: Sequence[Mapping[str, Any]], feedback_factor: float, digits: int
) -> list[dict[str, Any]]:
    """Return the seeds over all engines, strongest first.

    A seed's contribution is its share of the engine's score × the engine's share of the points.
    Where likes raised the points by a factor f, they hold (f − 1) / f of it, by closeness.
    """
    lifted = (feedback_factor - 1) / feedback_factor if feedback_factor > 1 else 0.0
    points = sum(vote.points for vote in votes)
    reasons = []
    for vote in votes:
        seeds = vote.candidate["seeds"] or []
        total = sum(seed["contribution"] for seed in seeds)
        for seed in seeds:
            if total > 0 and points > 0:
                share = seed["contribution"] / total * vote.points / points * (1 - lifted)
                engine = vote.candidate["engine"]
                reasons.append(_reason(engine, seed, round(share, digits)))
    liked = [link for link in said if link["verdict"] == LIKE]
    closeness = sum(link["closeness"] for link in liked)
    for link in liked if lifted else ():
        seed = {
            "artist_id": link["feedback_artist_id"],
            "artist_name": link["feedback_artist_name"],
            "seed_rank": None,
        }
        share = lifted * link["closeness"] / closeness
        reasons.append(_reason(FEEDBACK, seed, round(share, digits)))
    reasons.sort(
        key=lambda reason: (-reason["contribution"], reason["engine"], reason["seed_artist_id"])
    )
    return reasons


def _reason(engine: str, seed: Mapping[str, Any], contribution: float) -> dict[str, Any]:
    return {
        "engine": engine,
        "seed_artist_id": seed["artist_id"],
        "seed_artist_name": seed["artist_name"],
        "seed_rank": seed["seed_rank"],
        "contribution": contribution,
    }
