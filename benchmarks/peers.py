"""Scorers to stand beside: what a tool would do without engines, and what needs everybody's plays.

Each returns test listeners × artists, higher is better. The first three see similarity lists only,
as we do; the last two see what every listener heard, the test listeners' shown part included.
"""

from __future__ import annotations

import numpy as np
from scipy import sparse
from threadpoolctl import threadpool_limits

from benchmarks.population import Population, SimilarityLists, cosine

LISTENER_FACTORS, LISTENER_ALPHA, LISTENER_REGULARIZATION = 48, 4, 10.0
"""Of ALS over listeners: the best on two other seeds out of ten settings (16–64 factors)."""


def popularity(population: Population) -> np.ndarray:
    """How many training listeners heard the artist, the same for everybody."""
    heard = np.asarray((population.training > 0).sum(axis=0), dtype=float).ravel()
    return np.tile(heard, (population.shown.shape[0], 1))


def max_match(population: Population, lists: SimilarityLists) -> np.ndarray:
    """The best match over all of the listener's artists."""
    scores = np.zeros(population.shown.shape)
    for row in range(len(scores)):
        own = population.shown[row].indices
        scores[row] = lists.match[own].max(axis=0).toarray().ravel()
    return scores


def sum_of_match(population: Population, lists: SimilarityLists, top: int) -> np.ndarray:
    """The sum of match over the listener's `top` most played artists."""
    return np.asarray((_most_played(population.shown, top) @ lists.match).todense())


def item_knn(population: Population) -> np.ndarray:
    """The sum of cosines over listeners, all pairs of artists, nothing cut off."""
    seen = sparse.vstack([population.training, population.shown]).tocsr()
    return np.asarray(((population.shown > 0).astype(float) @ cosine(seen)).todense())


def als_over_listeners(
    population: Population,
    seed: int,
    factors: int = LISTENER_FACTORS,
    alpha: float = LISTENER_ALPHA,
    regularization: float = LISTENER_REGULARIZATION,
) -> np.ndarray:
    """Implicit ALS on listeners × artists, the test listeners' shown artists included."""
    from implicit.cpu.als import AlternatingLeastSquares

    seen = (sparse.vstack([population.training, population.shown]) > 0).astype(np.float32).tocsr()
    with threadpool_limits(1, "blas"):
        model = AlternatingLeastSquares(
            factors=factors,
            regularization=regularization,
            alpha=alpha,
            iterations=15,
            random_state=seed,
        )
        model.fit(seen, show_progress=False)
    listeners = model.user_factors[population.training.shape[0] :]
    return np.asarray(listeners @ model.item_factors.T, dtype=float)


def _most_played(shown: sparse.csr_matrix, top: int) -> sparse.csr_matrix:
    """Listeners × artists, 1 for each of a listener's most played artists; ties go by artist."""
    rows, columns = [], []
    for row in range(shown.shape[0]):
        mine = shown[row]
        best = np.lexsort((mine.indices, -mine.data))[:top]
        rows.append(np.full(len(best), row))
        columns.append(mine.indices[best])
    at = (np.concatenate(rows), np.concatenate(columns))
    return sparse.csr_matrix((np.ones(len(at[0])), at), shape=shown.shape)
