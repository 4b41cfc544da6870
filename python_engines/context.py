"""Context engine: what suits a time of day, week and year.

The artists that belong to a context (those played more there than their share of all plays would
give) are a profile like the tier, so their candidates are found in the same way. A candidate
without a single play thus inherits its times from the artists it resembles.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import pyarrow as pa

from python_engines.candidates import SEED, Found, Roster, as_candidates
from python_engines.likeness import Likeness, LikenessParams
from python_engines.params import RowParams
from python_engines.space import ArtistSpace, FoldInParams
from python_engines.votes import ListVotes

CONTEXT_LISTS = pa.schema(
    [
        ("context", pa.string()),
        ("artist_id", pa.string()),
        ("artist_name", pa.string()),
        ("rank", pa.int64()),
        ("score", pa.float64()),
        ("confidence", pa.float64()),
        ("support", pa.int64()),
        ("seeds", pa.list_(SEED)),
    ]
)
"""One row per context × artist recommended for it, best first; columns as in `CANDIDATES`."""


@dataclass(frozen=True)
class ContextParams(LikenessParams, FoldInParams, RowParams):
    """Parameters of the context engine.

    list_rank_offset: an artist at place r of a list gets a vote of 1 / (offset + r).
    context_list_length: how many artists are kept for each context.
    context_prior_artists: confidence is × n / (n + this) for n artists that belong to the context.
    candidates_per_engine, seeds_per_candidate: how many are kept over all contexts.
    """

    list_rank_offset: float
    context_list_length: int
    context_prior_artists: float
    candidates_per_engine: int
    seeds_per_candidate: int


def score_contexts(
    profiles: pd.DataFrame,
    lists: pd.DataFrame,
    artist_factors: pa.Table,
    names: pd.DataFrame,
    heard: pd.DataFrame,
    params: ContextParams,
) -> pa.Table:
    """Rank candidates for every context that has a profile.

    `profiles` has one row per context × artist that belongs to it: context, artist_id, artist_name,
    preference_rank, weight. The others are as for the content engine. Returns `CONTEXT_LISTS`.
    """
    own_lists = lists.loc[lists["seed_artist_id"].isin(set(profiles["artist_id"]))]
    likeness = Likeness(
        ListVotes(own_lists, params.list_rank_offset),
        ArtistSpace(artist_factors, params),
        set(heard.loc[heard["is_excluded"].astype(bool), "artist_id"]),
        params,
    )
    roster = Roster.of(profiles.drop_duplicates("artist_id"), names)
    rows: list[dict[str, Any]] = []
    for context in sorted(set(profiles["context"])):
        profile = profiles.loc[profiles["context"] == context]
        weights = dict(zip(profile["artist_id"], profile["weight"].astype(float), strict=True))
        trust = len(weights) / (len(weights) + params.context_prior_artists)
        found = likeness.candidates(weights, params.context_list_length)
        for each in found:
            each.confidence *= trust
        table = as_candidates(
            found,
            roster,
            count=params.context_list_length,
            seed_count=params.seeds_per_candidate,
            digits=params.score_digits,
        )
        rows += [_in_context(context, row) for row in table.to_pylist()]
    return pa.Table.from_pylist(rows, schema=CONTEXT_LISTS)


def score_candidates(
    context_lists: pa.Table, profiles: pd.DataFrame, params: ContextParams
) -> pa.Table:
    """Blend the lists of all contexts into one, by how much the listener plays in each.

    `context_lists` is `CONTEXT_LISTS`; `profiles` as above, with play_count, all plays in the
    context. A context gives its share of plays / (offset + rank). Returns `CANDIDATES`.
    """
    plays = dict(zip(profiles["context"], profiles["play_count"].astype(float), strict=True))
    total = sum(plays.values())
    found: dict[str, Found] = {}
    names: dict[str, str] = {}
    for row in context_lists.sort_by([("context", "ascending"), ("rank", "ascending")]).to_pylist():
        points = plays[row["context"]] / total / (params.likeness_fusion_offset + row["rank"])
        artist_id = row["artist_id"]
        names[artist_id] = row["artist_name"]
        each = found.setdefault(artist_id, Found(artist_id, 0.0, 0.0, row["support"]))
        each.score += points
        each.confidence = max(each.confidence, row["confidence"])
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


def _in_context(context: str, row: Mapping[str, Any]) -> dict[str, Any]:
    renamed = {name: value for name, value in row.items() if name != "engine_rank"}
    return {"context": context, "rank": row["engine_rank"], **renamed}
