"""The factorised similarity graph: every artist, heard or not, as a place in one latent space.

Implicit ALS (Hu, Koren and Volinsky, ICDM 2008) on a matrix whose rows are all stored lists of
similar artists and the listener's periods, and whose columns are all artists. One listener alone
is one row, from which nothing can be learned, and an artist never played would have no column.

On HetRec 2011 (Last.fm-2k) this finds 0.474 of hidden artists in the top 50, the sum of match
0.429 and ALS over everybody's histories 0.464; alpha 10, the weights by place and the growth of
the factors with the lists come from the same measurement.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
from scipy import sparse
from threadpoolctl import threadpool_limits

from python_engines.frames import typed_table
from python_engines.params import RowParams

ARTIST_FACTORS = pa.schema(
    [
        ("artist_id", pa.string()),
        ("list_count", pa.int64()),
        ("regularization", pa.float64()),
        ("factors", pa.list_(pa.float32())),
    ]
)
"""One row per artist of the graph, by artist_id: in how many stored lists it stands, the
regularisation of the fit (the same for all), its place."""


@dataclass(frozen=True)
class GraphParams(RowParams):
    """Parameters of the factorisation.

    graph_factors_per_cube_root: factors are this × the cube root of the number of rows.
    graph_rank_scale: an artist at place r of a list weighs 1 / (1 + (r − 1) / this).
    graph_regularization_share: λ is this × the mean over the rows of the sum of their confidence,
    so that it means the same for lists of 5 and of 100. graph_alpha, graph_iterations,
    graph_random_seed: as in `implicit`.
    """

    graph_factors_per_cube_root: float
    graph_rank_scale: float
    graph_alpha: float
    graph_regularization_share: float
    graph_iterations: int
    graph_random_seed: int


def factorise(lists: pd.DataFrame, periods: pd.DataFrame, params: GraphParams) -> pa.Table:
    """Factorise the stored lists and the listener's periods.

    `lists` has one row per stored list and artist on it: seed_artist_id, provider, artist_id,
    provider_rank (1 is closest). `periods` has one row per artist × period: period_start_date,
    artist_id, engaged_minutes; the newest period stays out, so that it can test what the others
    foretold. Returns `ARTIST_FACTORS`, empty where there is nothing to factorise.
    """
    entries = pd.concat([_list_entries(lists, params), _period_entries(periods)])
    entries = entries.loc[entries["weight"] > 0]
    if entries.empty:
        return ARTIST_FACTORS.empty_table()
    # Both sorted, so that the same rows in another order give the same factors.
    columns, artist_ids = pd.factorize(entries["artist_id"].to_numpy(object), sort=True)
    rows, row_names = pd.factorize(entries["row"].to_numpy(object), sort=True)
    shape = (len(row_names), len(artist_ids))
    weights = entries["weight"].to_numpy(np.float32)
    matrix = sparse.csr_matrix((weights, (rows, columns)), shape=shape)
    per_row = params.graph_alpha * float(matrix.sum()) / len(row_names)
    regularization = params.graph_regularization_share * per_row
    factors = _fit(matrix, regularization, params)
    list_counts = lists.groupby("artist_id")["seed_artist_id"].nunique()
    return typed_table(
        ARTIST_FACTORS,
        columns={
            "artist_id": artist_ids,
            "list_count": list_counts.reindex(artist_ids, fill_value=0).to_numpy(),
            "regularization": np.repeat(regularization, len(artist_ids)),
            "factors": _as_lists(factors),
        },
    )


def factor_count(rows: int, columns: int, params: GraphParams) -> int:
    """Return how many factors a matrix of this shape gets: at least 1, at most its rank."""
    wanted = round(params.graph_factors_per_cube_root * float(np.cbrt(rows)))
    return max(1, min(wanted, rows, columns))


def _list_entries(lists: pd.DataFrame, params: GraphParams) -> pd.DataFrame:
    """The lists as rows: what stands on them, and the list's own artist with weight 1."""
    places = lists["provider_rank"].to_numpy(float)
    rows = "list " + lists["seed_artist_id"].astype(str) + " " + lists["provider"].astype(str)
    listed = pd.DataFrame(
        {
            "row": rows,
            "artist_id": lists["artist_id"],
            "weight": 1 / (1 + (places - 1) / params.graph_rank_scale),
        }
    )
    own = pd.DataFrame({"row": rows, "artist_id": lists["seed_artist_id"], "weight": 1.0})
    return pd.concat([listed, own.drop_duplicates(["row", "artist_id"])])


def _period_entries(periods: pd.DataFrame) -> pd.DataFrame:
    """The periods but the newest as rows: engaged minutes on a log scale against the largest."""
    told = periods.loc[periods["period_start_date"] < periods["period_start_date"].max()]
    logs = np.log1p(told["engaged_minutes"].astype(float))
    largest = logs.groupby(told["period_start_date"]).transform("max")
    return pd.DataFrame(
        {
            "row": "period " + told["period_start_date"].astype(str),
            "artist_id": told["artist_id"],
            "weight": (logs / largest.where(largest > 0)).fillna(0.0),
        }
    )


def _fit(matrix: sparse.csr_matrix, regularization: float, params: GraphParams) -> np.ndarray:
    from implicit.cpu.als import AlternatingLeastSquares

    rows, columns = matrix.shape
    # One thread for BLAS: more of them slow down the many small products.
    with threadpool_limits(1, "blas"):
        model = AlternatingLeastSquares(
            factors=factor_count(rows, columns, params),
            regularization=regularization,
            alpha=params.graph_alpha,
            iterations=params.graph_iterations,
            random_state=params.graph_random_seed,
        )
        model.fit(matrix, show_progress=False)
    factors: np.ndarray = np.nan_to_num(model.item_factors)
    return factors


def _as_lists(factors: np.ndarray) -> pa.Array:
    count, width = factors.shape
    offsets = pa.array(np.arange(0, (count + 1) * width, width), pa.int32())
    return pa.ListArray.from_arrays(offsets, pa.array(factors.ravel(), pa.float32()))
