"""How well a ranking found what was hidden: recall@50, nDCG@100, bootstrap over listeners."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

RECALL_AT, NDCG_AT = 50, 100
_RESAMPLES = 2_000
_INTERVAL = (2.5, 97.5)


@dataclass(frozen=True)
class Figures:
    """recall@50 and nDCG@100 of one scorer, one value for each test listener."""

    recall: np.ndarray
    ndcg: np.ndarray


@dataclass(frozen=True)
class Mean:
    """A mean over listeners and its 95 % bootstrap interval."""

    mean: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.mean:.3f} ({self.low:.3f}–{self.high:.3f})"


def best_of(scores: np.ndarray, known: np.ndarray, count: int = NDCG_AT) -> np.ndarray:
    """Return the artists (columns) of the best scores, best first, without the known."""
    open_scores = np.array(scores, dtype=float)
    open_scores[known] = -np.inf
    # Rounded, so that sums taken in another order do not break ties another way.
    ordered = np.lexsort((np.arange(len(open_scores)), -np.round(open_scores, 9)))[:count]
    best: np.ndarray = ordered[np.isfinite(open_scores[ordered])]
    return best


def judge(ranked: Sequence[np.ndarray], hidden: Sequence[np.ndarray]) -> Figures:
    """Judge one ranking (columns, best first) for each listener."""
    gains = 1 / np.log2(np.arange(2, NDCG_AT + 2))
    recall, ndcg = [], []
    for best, truth in zip(ranked, hidden, strict=True):
        hits = np.isin(best[:NDCG_AT], truth)
        recall.append(hits[:RECALL_AT].sum() / len(truth))
        ndcg.append(gains[: len(hits)][hits].sum() / gains[: len(truth)].sum())
    return Figures(np.array(recall), np.array(ndcg))


def mean_of(values: np.ndarray, seed: int = 0) -> Mean:
    """Return the mean over listeners and its interval."""
    rng = np.random.default_rng(seed)
    drawn = rng.integers(0, len(values), (_RESAMPLES, len(values)))
    low, high = np.percentile(values[drawn].mean(axis=1), _INTERVAL)
    return Mean(float(values.mean()), float(low), float(high))


def ratio_of(ours: np.ndarray, theirs: np.ndarray, seed: int = 0) -> Mean:
    """Return the ratio of two means over the same listeners and its interval."""
    rng = np.random.default_rng(seed)
    drawn = rng.integers(0, len(ours), (_RESAMPLES, len(ours)))
    low, high = np.percentile(ours[drawn].mean(axis=1) / theirs[drawn].mean(axis=1), _INTERVAL)
    return Mean(float(ours.mean() / theirs.mean()), float(low), float(high))
