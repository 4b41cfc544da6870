"""Our engines on one listener of the population: the functions and the vars that a build uses.

The population has no calendar, so the temporal engine sees one moment, now, and the minutes of
the newly adopted are all minutes; its confidence stays at the prior. There are no tags and no
feedback, and the context engine, which needs times of day, takes no part.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import yaml
from scipy import sparse

from benchmarks.population import SimilarityLists, artist_id, as_links
from benchmarks.ranking import best_of
from python_engines.blend import BlendInputs, BlendParams, blend
from python_engines.content import ContentParams, score_candidates
from python_engines.graph import GraphParams, factorise
from python_engines.profiles import GraphInputs
from python_engines.temporal import TemporalEngine, TemporalInputs, TemporalParams
from stores.paths import PROJECT_ROOT

SECOND_HOP = 300
NAMES = ("content", "temporal", "hybrid")
_NO_PERIODS = pd.DataFrame({"period_start_date": [], "artist_id": [], "engaged_minutes": []})


def parameters(changes: Mapping[str, Any] | None = None) -> pd.DataFrame:
    """Return the row of the engines' parameters: the project's vars, some of them changed."""
    project = yaml.safe_load((PROJECT_ROOT / "dbt_project.yml").read_text(encoding="utf-8"))
    said = project["vars"] | dict(changes or {})
    weights = [{"engine": name, "weight": w} for name, w in said["engines"].items()]
    return pd.DataFrame({name: [v] for name, v in (said | {"engine_weights": weights}).items()})


@dataclass(frozen=True)
class Graph:
    """The lists that are known, and the artists' factors from them."""

    links: pd.DataFrame
    factors: pa.Table
    names: pd.DataFrame

    @classmethod
    def of(cls, links: pd.DataFrame, row: pd.DataFrame) -> Graph:
        """Factorise these lists."""
        factors = factorise(links, _NO_PERIODS, GraphParams.from_row(row))
        ids = factors["artist_id"].to_pylist()
        return cls(links, factors, pd.DataFrame({"artist_id": ids, "artist_name": ids}))


def second_hop_graph(shown: sparse.csr_matrix, lists: SimilarityLists, row: pd.DataFrame) -> Graph:
    """Factorise a listener's own lists and those of the best candidates on them."""
    own = shown.indices
    votes = lists.place[own]
    votes.data = 1 / (float(row["list_rank_offset"].iloc[0]) + votes.data)
    scores = np.asarray(votes.T @ np.log1p(shown.data)).ravel()
    scores[np.diff(lists.place.indptr) == 0] = 0
    best = best_of(scores, own, SECOND_HOP)
    return Graph.of(as_links(lists, np.concatenate([own, best])), row)


def rankings(shown: sparse.csr_matrix, graph: Graph, row: pd.DataFrame) -> dict[str, np.ndarray]:
    """Return what each engine and the blend recommend to a listener, as columns, best first."""
    own = _own(shown)
    heard = own[["artist_id"]].assign(is_excluded=True)
    inputs = GraphInputs(graph.links, graph.factors, graph.names, heard)
    moments = own[["artist_id"]].assign(
        moment=0, recent_minutes=own["plays"], adopted_minutes=own["plays"], is_next=False
    )
    temporal = TemporalEngine(
        TemporalInputs(moments, own, graph.factors, graph.names), TemporalParams.from_row(row)
    )
    found = {
        "content": score_candidates(own, inputs, ContentParams.from_row(row)),
        "temporal": temporal.candidates(heard),
    }
    candidates = pa.concat_tables(
        (
            table.append_column("engine", pa.array([engine] * len(table), pa.string()))
            for engine, table in found.items()
        ),
        promote_options="default",  # one engine tells more of a candidate than another
    )
    found["hybrid"] = blend(candidates, BlendInputs(heard=heard), BlendParams.from_row(row))
    return {name: _columns(table) for name, table in found.items()}


def _own(shown: sparse.csr_matrix) -> pd.DataFrame:
    """The listener's artists by plays; the weight is plays on a log scale against the most."""
    order = np.lexsort((shown.indices, -shown.data))
    plays = shown.data[order]
    keys = [artist_id(column) for column in shown.indices[order]]
    return pd.DataFrame(
        {
            "artist_id": keys,
            "artist_name": keys,
            "plays": plays,
            "preference_rank": np.arange(1, len(keys) + 1),
            "preference_score": np.log1p(plays) / np.log1p(plays.max()),
        }
    )


def _columns(table: pa.Table) -> np.ndarray:
    return np.array([int(key.rsplit(" ")[-1]) for key in table["artist_id"].to_pylist()], int)
