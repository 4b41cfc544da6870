"""Context engine: what suits a time of day, week and year.

The artists that belong to a context (those played more there than their share of all plays would
give) are a profile like the tier, so their candidates are found in the same way. A candidate
without a single play thus inherits its times from the artists it resembles.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import pyarrow as pa

from python_engines.candidates import Found, Roster, as_candidates
from python_engines.params import RowParams


@dataclass(frozen=True)
class ContextParams(RowParams):
    """Parameters of the context engine.

    likeness_fusion_offset: the candidate at rank r of a context counts 1 / (offset + r).
    context_prior_artists: confidence is × n / (n + this) for n artists that belong to the context.
    candidates_per_engine, seeds_per_candidate: how many are kept. score_digits: for rounding.
    """

    likeness_fusion_offset: float
    context_prior_artists: float
    candidates_per_engine: int
    seeds_per_candidate: int
    score_digits: int


def score_candidates(
    context_lists: pa.Table, profiles: pd.DataFrame, params: ContextParams
) -> pa.Table:
    """Blend the lists of all contexts into one, by how much the listener plays in each.

    `context_lists` is `PROFILE_LISTS`, a profile for each context. `profiles` has one row per
    profile × artist that belongs to it: profile, artist_id, artist_name, preference_rank, and
    play_count, all plays in the context. A context gives its share of plays × (offset + 1) /
    (offset + rank), so that first in every context is 1.
    Returns `CANDIDATES`.
    """
    plays = dict(zip(profiles["profile"], profiles["play_count"].astype(float), strict=True))
    members = profiles.groupby("profile")["artist_id"].nunique()
    trust = {each: n / (n + params.context_prior_artists) for each, n in members.items()}
    total = sum(plays.values())
    offset = params.likeness_fusion_offset
    found: dict[str, Found] = {}
    names: dict[str, str] = {}
    for row in context_lists.sort_by([("profile", "ascending"), ("rank", "ascending")]).to_pylist():
        profile, artist_id = row["profile"], row["artist_id"]
        reciprocal = (offset + 1) / (offset + row["rank"])
        points = plays[profile] / total * reciprocal
        names[artist_id] = row["artist_name"]
        each = found.setdefault(artist_id, Found(artist_id, 0.0, 0.0, row["support"]))
        each.score += points
        each.confidence = max(each.confidence, row["confidence"] * trust[profile])
        said = sum(seed["contribution"] for seed in row["seeds"])
        for seed in row["seeds"]:
            part = seed["contribution"] / said * points
            each.seeds[seed["artist_id"]] = each.seeds.get(seed["artist_id"], 0.0) + part
    others = pd.DataFrame({"artist_id": list(names), "artist_name": list(names.values())})
    return as_candidates(
        found.values(),
        Roster.of(profiles.drop_duplicates("artist_id"), others),
        count=params.candidates_per_engine,
        seed_count=params.seeds_per_candidate,
        digits=params.score_digits,
    )
