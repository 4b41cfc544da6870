"""Small worlds of lists for the engines' tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import pyarrow as pa

from python_engines.graph import GraphParams, factorise
from python_engines.profiles import GraphInputs

GRAPH = GraphParams(
    graph_factors_per_cube_root=5,
    graph_rank_scale=10,
    graph_alpha=10,
    graph_regularization_share=0.001,
    graph_iterations=12,
    graph_random_seed=42,
)


def lists_of(similar: Mapping[str, Sequence[str]], provider: str = "file") -> pd.DataFrame:
    """Stored lists: seed → its similar artists, closest first."""
    rows = [
        (seed, artist, provider, place)
        for seed, artists in similar.items()
        for place, artist in enumerate(artists, start=1)
    ]
    return pd.DataFrame(rows, columns=["seed_artist_id", "artist_id", "provider", "provider_rank"])


def no_periods() -> pd.DataFrame:
    return pd.DataFrame({"period_start_date": [], "artist_id": [], "engaged_minutes": []})


def graph_of(lists: pd.DataFrame, params: GraphParams = GRAPH) -> pa.Table:
    return factorise(lists, no_periods(), params)


def names_of(lists: pd.DataFrame) -> pd.DataFrame:
    ids = sorted(set(lists["artist_id"]))
    return pd.DataFrame({"artist_id": ids, "artist_name": [each.title() for each in ids]})


def inputs_of(lists: pd.DataFrame, known: pd.DataFrame) -> GraphInputs:
    return GraphInputs(lists, graph_of(lists), names_of(lists), known)


def own(*artists: str, scores: Sequence[float] | None = None) -> pd.DataFrame:
    """The listener's artists, the best first."""
    return pd.DataFrame(
        {
            "artist_id": list(artists),
            "artist_name": [each.title() for each in artists],
            "preference_rank": range(1, len(artists) + 1),
            "preference_score": scores or [1.0] * len(artists),
        }
    )


def heard(*excluded: str) -> pd.DataFrame:
    return pd.DataFrame({"artist_id": list(excluded), "is_excluded": [True] * len(excluded)})


def two_circles(size: int = 8) -> dict[str, list[str]]:
    """Two circles of artists, a0 to a7 and b0 to b7; each one's list is the rest of its circle."""
    return {
        f"{circle}{me}": [f"{circle}{(me + step) % size}" for step in range(1, size)]
        for circle in "ab"
        for me in range(size)
    }


def by_rank(table: pa.Table) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = table.to_pylist()
    ranks = [row["engine_rank"] for row in rows]
    assert ranks == list(range(1, len(rows) + 1))
    return rows
