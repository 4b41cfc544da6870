"""Blend: one ranked list out of what the engines found, without what the listener knows, each
with its reasons.

Engines score on scales of their own, so they are fused by rank (reciprocal rank fusion, Cormack,
Clarke and Büttcher, SIGIR 2009), each weighted by its place in the var `engines` and by its own
confidence in the candidate. A single engine's order is thus changed only where its confidence
says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import pyarrow as pa

from python_engines.params import RowParams

ENGINE_SHARE = pa.struct([("engine", pa.string()), ("share", pa.float64())])
REASON = pa.struct(
    [
        ("engine", pa.string()),
        ("seed_artist_id", pa.string()),
        ("seed_artist_name", pa.string()),
        ("seed_rank", pa.int64()),
        ("contribution", pa.float64()),
    ]
)
BLENDED = pa.schema(
    [
        ("rank", pa.int64()),
        ("artist_id", pa.string()),
        ("artist_name", pa.string()),
        ("score", pa.float64()),
        ("confidence", pa.float64()),
        ("engine_shares", pa.list_(ENGINE_SHARE)),
        ("reasons", pa.list_(REASON)),
    ]
)
"""One row per recommended artist: rank (1 is best), score (0 to 1; 1 is first in every engine
with full confidence), confidence (0 to 1, the engines' weighted mean), the share of each engine
in the score, and the strongest reasons, whose contributions are shares of the score."""


@dataclass(frozen=True)
class BlendParams(RowParams):
    """Parameters of the blend.

    engine_weights: one {"engine": name, "weight": number} for each engine; 0 turns one off.
    blend_rank_offset: the candidate at rank r of an engine counts 1 / (offset + r).
    recommendation_count, reasons_per_recommendation: how many are kept at most.
    score_digits: scores are rounded to this many digits before they are ranked.
    """

    engine_weights: Sequence[Mapping[str, Any]]
    blend_rank_offset: float
    recommendation_count: int
    reasons_per_recommendation: int
    score_digits: int


def blend(candidates: pa.Table, heard: pd.DataFrame, params: BlendParams) -> pa.Table:
    """Blend the engines' candidates into one list.

    `candidates` is `engine_candidates` (an engine column beside `CANDIDATES`); `heard` has
    artist_id and is_excluded. Returns `BLENDED`, at most `recommendation_count` rows. Engines
    rank anew among what is left after the exclusion, so artists the listener knows leave no
    holes.
    """
    weights = {str(entry["engine"]): float(entry["weight"]) for entry in params.engine_weights}
    total_weight = sum(weights.values())
    excluded = set(heard.loc[heard["is_excluded"].astype(bool), "artist_id"])
    found: dict[str, list[_Vote]] = {}
    for vote in _votes(candidates.to_pylist(), weights, excluded, params):
        found.setdefault(vote.candidate["artist_id"], []).append(vote)
    best = total_weight / (params.blend_rank_offset + 1)
    rows = [_row(votes, weights, total_weight, best, params) for votes in found.values()]
    rows.sort(key=lambda row: (-row["score"], row["artist_id"]))
    kept = rows[: params.recommendation_count]
    ranked = [{**row, "rank": rank} for rank, row in enumerate(kept, start=1)]
    return pa.Table.from_pylist(ranked, schema=BLENDED)


@dataclass(frozen=True)
class _Vote:
    """One engine's word for one candidate: its weighted reciprocal rank."""

    candidate: Mapping[str, Any]
    points: float


def _votes(
    candidates: Iterable[Mapping[str, Any]],
    weights: Mapping[str, float],
    excluded: set[str],
    params: BlendParams,
) -> Iterable[_Vote]:
    by_engine: dict[str, list[Mapping[str, Any]]] = {}
    for candidate in candidates:
        if candidate["artist_id"] not in excluded and weights.get(candidate["engine"], 0) > 0:
            by_engine.setdefault(candidate["engine"], []).append(candidate)
    for engine in sorted(by_engine):
        ranked = sorted(by_engine[engine], key=lambda row: (row["engine_rank"], row["artist_id"]))
        for rank, candidate in enumerate(ranked, start=1):
            points = weights[engine] * candidate["confidence"] / (params.blend_rank_offset + rank)
            yield _Vote(candidate, points)


def _row(
    votes: Sequence[_Vote],
    weights: Mapping[str, float],
    total_weight: float,
    best: float,
    params: BlendParams,
) -> dict[str, Any]:
    points = sum(vote.points for vote in votes)
    digits = params.score_digits
    confidence = sum(
        weights[vote.candidate["engine"]] * vote.candidate["confidence"] for vote in votes
    )
    first = votes[0].candidate
    return {
        "artist_id": first["artist_id"],
        "artist_name": min(vote.candidate["artist_name"] for vote in votes),
        "score": round(points / best, digits),
        "confidence": round(confidence / total_weight, digits),
        "engine_shares": [
            {
                "engine": vote.candidate["engine"],
                "share": round(vote.points / points, digits) if points else 0.0,
            }
            for vote in votes
        ],
        "reasons": _reasons(votes, points, params),
    }


def _reasons(votes: Sequence[_Vote], points: float, params: BlendParams) -> list[dict[str, Any]]:
    """The strongest seeds over all engines: part of the engine's score × part of the blend."""
    reasons = []
    for vote in votes:
        seeds = vote.candidate["seeds"] or []
        total = sum(seed["contribution"] for seed in seeds)
        for seed in seeds:
            if total > 0 and points > 0:
                share = seed["contribution"] / total * vote.points / points
                reasons.append(
                    {
                        "engine": vote.candidate["engine"],
                        "seed_artist_id": seed["artist_id"],
                        "seed_artist_name": seed["artist_name"],
                        "seed_rank": seed["seed_rank"],
                        "contribution": round(share, params.score_digits),
                    }
                )
    reasons.sort(
        key=lambda reason: (-reason["contribution"], reason["seed_rank"], reason["engine"])
    )
    return reasons[: params.reasons_per_recommendation]
