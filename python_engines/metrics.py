"""Metrics of one ranked list against what the listener took up later.

| metric | question |
|---|---|
| recall@k | which share of the truths is among the first k? |
| nDCG@k | the same, a truth at the top counting more (Järvelin and Kekäläinen, 2002) |
| coverage | which share of the truths does the list hold at all? |
| catalogue | which share of all candidates does it hold? |
| novelty | how far from the most popular are the first k? |
| diversity | how little do the first k resemble each other? |

Novelty is the popularity-based item novelty of Vargas and Castells (RecSys 2011), diversity the
intra-list dissimilarity of Ziegler et al. (WWW 2005).

A figure that rests on few truths says little, so those about truths come with an interval: the
percentile bootstrap (Efron, 1979) over the truths.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
Seed = Sequence[int]


def ranks_of(ranked: Sequence[str]) -> dict[str, int]:
    """Return the rank of each artist of a list; 1 is first, and the first mention counts."""
    ranks: dict[str, int] = {}
    for artist in ranked:
        ranks.setdefault(artist, len(ranks) + 1)
    return ranks


def hits(ranks: Mapping[str, int], truths: Sequence[str], depth: int) -> Numbers:
    """Return 1 for each truth among the first `depth`, else 0, in the order of `truths`.

    Their mean is recall@depth.
    """
    return np.array([float(ranks.get(truth, depth + 1) <= depth) for truth in truths])


def gains(ranks: Mapping[str, int], truths: Sequence[str], depth: int) -> Numbers:
    """Return what each truth adds to nDCG@depth, times the number of truths: their mean is nDCG.

    A truth at rank r ≤ depth counts 1 / log2(1 + r), over what the best possible list would reach.
    """
    ideal = sum(discount(rank) for rank in range(1, min(len(truths), depth) + 1))
    found = (ranks.get(truth, depth + 1) for truth in truths)
    return np.array([discount(r) * len(truths) / ideal if r <= depth else 0.0 for r in found])


def discount(rank: int) -> float:
    """Return what an artist at a rank counts in DCG: 1 at the first, 0.631 at the second."""
    return 1 / math.log2(1 + rank)


def share_within(artists: Sequence[str], of: Sequence[str]) -> float | None:
    """Return the share of the artists `of` that are among `artists`; None of none."""
    held = set(artists)
    return sum(artist in held for artist in of) / len(of) if of else None


def novelty(ranked: Sequence[str], by_popularity: Mapping[str, int], depth: int) -> float | None:
    """Return the mean popularity rank of the first `depth`, from 0 (most popular) to 1 (least)."""
    last = len(by_popularity) - 1
    ranks = [by_popularity[artist] for artist in ranked[:depth] if artist in by_popularity]
    return sum(rank - 1 for rank in ranks) / (len(ranks) * last) if ranks and last else None


def diversity(
    ranked: Sequence[str], features: Mapping[str, frozenset[str]], depth: int
) -> float | None:
    """Return the mean of 1 − Jaccard over all pairs of the first `depth`; None below two artists.

    `features` are what each artist is known by: its tags and the lists that name it. Artists of
    which nothing is known resemble nobody.
    """
    known = [features.get(artist, frozenset()) for artist in ranked[:depth]]
    if len(known) <= 1:
        return None
    places = {feature: at for at, feature in enumerate(sorted(frozenset().union(*known)))}
    held = np.zeros((len(known), len(places)))
    for row, own in enumerate(known):
        held[row, [places[feature] for feature in own]] = 1
    shared = held @ held.T
    sizes = held.sum(axis=1)
    either = sizes[:, None] + sizes[None, :] - shared
    likeness = np.divide(shared, either, out=np.zeros_like(shared), where=either > 0)
    pairs = ~np.eye(len(known), dtype=bool)
    return float(1 - likeness[pairs].mean())


def resampled(values: Numbers, rounds: int, seed: Seed) -> Numbers:
    """Return the mean of `values` in each of `rounds` resamples, drawn with replacement.

    With the same seed the same places are drawn, so figures of two scorers on the same truths can
    be compared round by round.
    """
    places = np.random.default_rng(seed).integers(0, len(values), (rounds, len(values)))
    means: Numbers = values[places].mean(axis=1)
    return means


def interval(rounds: Numbers, share: float) -> tuple[float, float]:
    """Return the bounds between which the middle `share` of the rounds lies."""
    upper = np.mean([share, 1])
    # Bounds that occur: infinity, where it is one, has no middle with its neighbour.
    low = np.quantile(rounds, 1 - upper, method="lower")
    high = np.quantile(rounds, upper, method="higher")
    return float(low), float(high)
