"""Blend: one ranked list out of what the engines found, without what the listener knows, each
with its reasons.

Engines score on scales of their own, so they are fused by rank (reciprocal rank fusion, Cormack,
Clarke and Büttcher, SIGIR 2009), each weighted by its place in the var `engines` and by its own
confidence in the candidate. What the listener said of others (feedback), how few of a barely heard
artist's plays were engaged, and how widely a candidate is known (obscurity) raise or lower its
points; then the list is made diverse (`python_engines.rerank`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
import pyarrow as pa

from python_engines.params import RowParams
from python_engines.reasons import DISLIKE, LIKE, REASON, Vote, engine_shares, reasons_of
from python_engines.rerank import RerankParams, reranked

ENGINE_SHARE = pa.struct([("engine", pa.string()), ("share", pa.float64())])
BLENDED = pa.schema(
    [
        ("rank", pa.int64()),
        ("artist_id", pa.string()),
        ("artist_name", pa.string()),
        ("score", pa.float64()),
        ("confidence", pa.float64()),
        ("popularity", pa.float64()),
        ("feedback_factor", pa.float64()),
        ("tried_factor", pa.float64()),
        ("engine_shares", pa.list_(ENGINE_SHARE)),
        ("reasons", pa.list_(REASON)),
    ]
)
"""One row per recommended artist: rank (1 is best, diversity minded), score (0 to 1; 1 is first
in every engine with full confidence), confidence (0 to 1, the engines' weighted mean), popularity
(0 to 1, its place by listeners among the candidates; null where nobody counted), the factors that
feedback and plays that were broken off gave it, the share of each engine, and the strongest
reasons as shares of the score."""

TIER_ENGINE = "content"
"""The engine that reads the tier; the others read all listening."""


@dataclass(frozen=True)
class BlendParams(RerankParams, RowParams):
    """Parameters of the blend.

    engine_weights: one {"engine": name, "weight": number} for each engine; 0 turns one off.
    tier_focus: engines that read all listening weigh tier_share ^ this, so that a deep tier leads
    its own list.
    blend_rank_offset: the candidate at rank r of an engine counts 1 / (offset + r).
    obscurity: −1 (familiar) to 1 (obscure); obscurity_strength: how far it reaches, 0 to 1.
    tried_prior_plays: an artist with n plays of engagement E keeps (E + this) / (n + this).
    feedback_strength: a like raises an artist next to it by 1 + this, a dislike divides by it.
    recommendation_count, reasons_per_recommendation: how many are kept at most.
    score_digits: scores are rounded to this many digits before they are ranked.
    """

    engine_weights: Sequence[Mapping[str, Any]]
    tier_focus: float
    blend_rank_offset: float
    obscurity: float
    obscurity_strength: float
    tried_prior_plays: float
    feedback_strength: float
    recommendation_count: int
    reasons_per_recommendation: int
    score_digits: int


def _empty(*columns: str) -> Callable[[], pd.DataFrame]:
    return lambda: pd.DataFrame(columns=list(columns))


@dataclass(frozen=True)
class BlendInputs:
    """What the blend reads beside the candidates.

    heard: artist_id, is_excluded. tried: artist_id, play_count, engagement_total of the artists
    played. tier_share: how much is heard of the tier, 0 to 1, see int_candidates__tier_share.
    details: artist_id, listeners, listeners_source. tags: artist_id, tag, weight.
    feedback_links: verdict (like, dislike), feedback_artist_id, feedback_artist_name, artist_id,
    closeness (0 to 1). What is left out is empty.
    """

    heard: pd.DataFrame = field(default_factory=_empty("artist_id", "is_excluded"))
    tried: pd.DataFrame = field(
        default_factory=_empty("artist_id", "play_count", "engagement_total")
    )
    tier_share: float = 1.0
    details: pd.DataFrame = field(
        default_factory=_empty("artist_id", "listeners", "listeners_source")
    )
    tags: pd.DataFrame = field(default_factory=_empty("artist_id", "tag", "weight"))
    feedback_links: pd.DataFrame = field(
        default_factory=_empty(
            "verdict", "feedback_artist_id", "feedback_artist_name", "artist_id", "closeness"
        )
    )


def blend(candidates: pa.Table, inputs: BlendInputs, params: BlendParams) -> pa.Table:
    """Blend the engines' candidates into one list.

    `candidates` is `engine_candidates` (an engine column beside `CANDIDATES`). Returns `BLENDED`,
    at most `recommendation_count` rows. Engines rank anew among what is left after the exclusion,
    so artists the listener knows leave no holes.
    """
    weights = _weights(inputs.tier_share, params)
    excluded = set(inputs.heard.loc[inputs.heard["is_excluded"].astype(bool), "artist_id"])
    found: dict[str, list[Vote]] = {}
    for vote in _votes(candidates.to_pylist(), weights, excluded, params.blend_rank_offset):
        found.setdefault(vote.candidate["artist_id"], []).append(vote)
    fame = _popularity(inputs.details, set(found))
    said = _feedback(inputs.feedback_links)
    tried = _tried(inputs.tried, params)
    rows = [
        _row(
            votes,
            weights,
            _Factors(fame.get(artist_id), said.get(artist_id, []), tried.get(artist_id, 1.0)),
            params,
        )
        for artist_id, votes in found.items()
    ]
    rows.sort(key=lambda row: (-row["worth"], row["artist_id"]))
    kept = reranked(rows, inputs.tags, params.recommendation_count, params)
    shown = set(BLENDED.names)
    ranked = [
        {name: value for name, value in {**row, "rank": rank}.items() if name in shown}
        for rank, row in enumerate(kept, start=1)
    ]
    return pa.Table.from_pylist(ranked, schema=BLENDED)


def _weights(tier_share: float, params: BlendParams) -> dict[str, float]:
    others = tier_share**params.tier_focus
    return {
        str(entry["engine"]): entry["weight"] * (1 if entry["engine"] == TIER_ENGINE else others)
        for entry in params.engine_weights
    }


def _votes(
    candidates: Iterable[Mapping[str, Any]],
    weights: Mapping[str, float],
    excluded: set[str],
    rank_offset: float,
) -> Iterable[Vote]:
    by_engine: dict[str, list[Mapping[str, Any]]] = {}
    for candidate in candidates:
        if candidate["artist_id"] not in excluded and weights.get(candidate["engine"], 0) > 0:
            by_engine.setdefault(candidate["engine"], []).append(candidate)
    for engine in sorted(by_engine):
        ranked = sorted(by_engine[engine], key=lambda row: (row["engine_rank"], row["artist_id"]))
        for rank, candidate in enumerate(ranked, start=1):
            points = weights[engine] * candidate["confidence"] / (rank_offset + rank)
            if points > 0:  # a vote of which the engine is not sure at all gives no reason
                yield Vote(candidate, points)


def _popularity(details: pd.DataFrame, artist_ids: set[str]) -> dict[str, float]:
    """The place of each candidate by listeners, 0 to 1, within the source that counted them."""
    counted = details.loc[details["listeners"].notna() & details["artist_id"].isin(artist_ids)]
    listeners = counted["listeners"].astype(float)
    by_source = listeners.groupby(counted["listeners_source"])
    others = by_source.transform("size") - 1
    places = (by_source.rank(method="average") - 1) / others.where(others > 0)
    known = places.notna()
    return dict(zip(counted.loc[known, "artist_id"], places[known].astype(float), strict=True))


def _feedback(links: pd.DataFrame) -> dict[str, list[Mapping[str, Any]]]:
    said: dict[str, list[Mapping[str, Any]]] = {}
    ordered = links.sort_values(["artist_id", "closeness", "feedback_artist_id"])
    for row in ordered.to_dict("records"):
        link = {str(name): value for name, value in row.items()}
        said.setdefault(str(link["artist_id"]), []).append(link)
    return said


def _tried(plays: pd.DataFrame, params: BlendParams) -> dict[str, float]:
    """What is kept of the points of an artist that was played: 1 if every play was engaged."""
    played = plays.loc[plays["play_count"].notna()]
    engagement = played["engagement_total"].astype(float) + params.tried_prior_plays
    kept = engagement / (played["play_count"].astype(float) + params.tried_prior_plays)
    return dict(zip(played["artist_id"], kept, strict=True))


@dataclass(frozen=True)
class _Factors:
    """What raises or lowers a candidate's points beside the engines."""

    popularity: float | None
    said: Sequence[Mapping[str, Any]]
    tried: float

    def feedback(self, params: BlendParams) -> float:
        liked = sum(link["closeness"] for link in self.said if link["verdict"] == LIKE)
        disliked = sum(link["closeness"] for link in self.said if link["verdict"] == DISLIKE)
        factor: float = (1 + params.feedback_strength) ** (liked - disliked)
        return factor

    def fame(self, params: BlendParams) -> float:
        # From −1 for the least to 1 for the most widely known; who was not counted: the middle.
        place = 0.0 if self.popularity is None else self.popularity - (1 - self.popularity)
        return 1 - params.obscurity * params.obscurity_strength * place


def _row(
    votes: Sequence[Vote], weights: Mapping[str, float], factors: _Factors, params: BlendParams
) -> dict[str, Any]:
    digits = params.score_digits
    total_weight = sum(weights.values())
    points = sum(vote.points for vote in votes)
    feedback = factors.feedback(params)
    raised = points * feedback * factors.fame(params) * factors.tried
    best = total_weight / (params.blend_rank_offset + 1)
    trust = sum(weights[v.candidate["engine"]] * v.candidate["confidence"] for v in votes)
    reasons = reasons_of(votes, factors.said, feedback, digits)
    return {
        "artist_id": votes[0].candidate["artist_id"],
        "artist_name": min(vote.candidate["artist_name"] for vote in votes),
        # Likes can lift an artist beyond what engines alone can give: it is ranked by that, while
        # the score that is shown stays a share.
        "worth": round(raised / best, digits),
        "score": round(min(1.0, raised / best), digits),
        "confidence": round(trust / total_weight, digits),
        "popularity": None if factors.popularity is None else round(factors.popularity, digits),
        "feedback_factor": round(feedback, digits),
        "tried_factor": round(factors.tried, digits),
        "engine_shares": engine_shares(votes, digits),
        "reasons": reasons[: params.reasons_per_recommendation],
        "all_reasons": reasons,
    }
