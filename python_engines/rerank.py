"""Re-rank: a list that is not ten times the same.

Maximal marginal relevance (Carbonell and Goldstein, SIGIR 1998): place by place, what is relevant
and unlike what stands above it. Two artists are alike as far as the same seeds and the same tags
led to them. And no one artist of the listener's own may be the main reason of more than a share
of the list, wherever it is cut: the first few places apart, where a share would be one or two
and would push the best down.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse

from python_engines.params import RowParams


@dataclass(frozen=True)
class RerankParams(RowParams):
    """Parameters of the re-ranking.

    diversity: 0 (by score alone) to 1 (as unlike as can be).
    diversity_pool_count: how many of the best are looked through.
    seed_max_share: at most this share of the list has one artist as its main reason, where
    others have any. seed_share_from: shorter lists are treated as if they were this long.
    """

    diversity: float
    diversity_pool_count: int
    seed_max_share: float
    seed_share_from: int


def reranked(
    rows: Sequence[dict[str, Any]], tags: pd.DataFrame, count: int, params: RerankParams
) -> list[dict[str, Any]]:
    """Return the best `count` of the rows, re-ranked.

    `rows` come best first, with artist_id, worth (what it is ranked by) and all_reasons (strongest
    first); `tags` has artist_id, tag and weight.
    """
    pool = list(rows[: max(count, params.diversity_pool_count)])
    if not pool:
        return []
    scores = np.array([row["worth"] for row in pool])
    relevance = scores / scores.max() if scores.max() > 0 else scores
    likeness = _likeness(pool, tags)
    mains = [_main_seed(row) for row in pool]
    closest = np.zeros(len(pool))
    is_open = np.ones(len(pool), dtype=bool)
    counted: Counter[str] = Counter()
    kept: list[dict[str, Any]] = []
    while len(kept) < min(count, len(pool)):
        length = max(len(kept) + 1, params.seed_share_from)
        allowed = ceil(params.seed_max_share * length)
        is_free = np.array([main is None or counted[main] < allowed for main in mains])
        choice = is_open & is_free if (is_open & is_free).any() else is_open
        worth = (1 - params.diversity) * relevance - params.diversity * closest
        # The first of equals: the pool comes in order of score and key.
        best = int(np.argmax(np.where(choice, worth, -np.inf)))
        kept.append(pool[best])
        is_open[best] = False
        closest = np.maximum(closest, likeness[best])
        main = mains[best]
        if main is not None:
            counted[main] += 1
    return kept


def _main_seed(row: Mapping[str, Any]) -> str | None:
    """The artist that speaks for a row most, over all engines."""
    said: dict[str, float] = {}
    for reason in row["all_reasons"]:
        seed = str(reason["seed_artist_id"])
        said[seed] = said.get(seed, 0.0) + reason["contribution"]
    return min(said, key=lambda seed: (-said[seed], seed)) if said else None


def _likeness(pool: Sequence[Mapping[str, Any]], tags: pd.DataFrame) -> np.ndarray:
    """Cosine of what led to each two rows: the mean over seeds and, where both have them, tags."""
    places = {row["artist_id"]: place for place, row in enumerate(pool)}
    seeds = [
        (place, str(reason["seed_artist_id"]), float(reason["contribution"]))
        for place, row in enumerate(pool)
        for reason in row["all_reasons"]
    ]
    told = tags.loc[tags["artist_id"].isin(set(places))]
    tagged = [
        (places[artist_id], str(tag), float(weight))
        for artist_id, tag, weight in zip(
            told["artist_id"], told["tag"], told["weight"], strict=True
        )
    ]
    by_seed, _ = _cosines(seeds, len(pool))
    by_tag, has_tags = _cosines(tagged, len(pool))
    both = np.outer(has_tags, has_tags)
    alike: np.ndarray = (by_seed + by_tag) / (1 + both)
    return alike


def _cosines(
    entries: Sequence[tuple[int, str, float]], count: int
) -> tuple[np.ndarray, np.ndarray]:
    """Cosines between `count` sparse rows, and which of them hold anything (1 or 0)."""
    if not entries:
        return np.zeros((count, count)), np.zeros(count)
    names = {name: column for column, name in enumerate(sorted({each[1] for each in entries}))}
    rows = [row for row, _, _ in entries]
    columns = [names[name] for _, name, _ in entries]
    weights = [weight for _, _, weight in entries]
    matrix = sparse.csr_matrix((weights, (rows, columns)), shape=(count, len(names)))
    lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    scale = np.divide(1.0, lengths, out=np.zeros(count), where=lengths > 0)
    unit = sparse.diags(scale) @ matrix
    return (unit @ unit.T).toarray(), (lengths > 0).astype(float)
