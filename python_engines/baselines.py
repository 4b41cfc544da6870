"""Baselines: the simple ways to score that the engines have to beat, on the same candidates.

| baseline | what it does |
|---|---|
| popularity | what most people listen to, whoever the listener is |
| max_match | the closest resemblance to any one artist of the listener; what several tools do |
| sum_match_top50 | all resemblances to the listener's first artists added up |
| random | a shuffle: what luck would find |

On HetRec 2011 (Last.fm-2k) they find 0.189, 0.277 and 0.429 of hidden artists in the top 50, so
only the third is hard to beat there. On real listeners popularity is.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd


def popularity(links: pd.DataFrame, details: pd.DataFrame, universe: Sequence[str]) -> list[str]:
    """Return the artists of `universe` from the most to the least popular.

    `links` has seed_artist_id and artist_id of every stored list; `details` has artist_id,
    listeners and listeners_source. Listeners are counted for few artists and by several sources
    that do not compare, so all are put on one scale: an artist counts as the listeners told,
    divided by the median listeners per list of that source; without listeners as the number of
    stored lists that name it.
    """
    lists = _list_counts(links)
    told = details.loc[details["listeners"].notna(), ["artist_id", "listeners", "listeners_source"]]
    told = told.assign(lists=told["artist_id"].map(lists).fillna(0))
    per_list = told["listeners"].astype(float) / told["lists"].clip(lower=1)
    median = per_list.groupby(told["listeners_source"]).transform("median")
    counted = told["listeners"].astype(float) / median.where(median > 0, 1.0)
    known = dict(zip(told["artist_id"], counted, strict=True))
    return _best_first({artist: known.get(artist, lists.get(artist, 0)) for artist in universe})


def max_match(links: pd.DataFrame, universe: Sequence[str], rank_offset: float) -> list[str]:
    """Return the artists that any list of the listener's artists names, the best match first.

    `links` as for `sum_match`.
    """
    best = _values(links, rank_offset).groupby(links["artist_id"]).max()
    return _best_first(_within(best, universe))


def sum_match(
    links: pd.DataFrame, universe: Sequence[str], rank_offset: float, seed_count: int
) -> list[str]:
    """Return the artists that lists of the first `seed_count` artists name, by summed match.

    `links` has one row for each similar artist in a list of an artist of the listener's:
    seed_rank (preference rank), artist_id, provider_rank, match (null where the provider says
    none).
    """
    first = links.loc[links["seed_rank"] <= seed_count].sort_values(["artist_id", "seed_rank"])
    total = _values(first, rank_offset).groupby(first["artist_id"]).sum()
    return _best_first(_within(total, universe))


def shuffled(universe: Sequence[str], seed: Sequence[int]) -> list[str]:
    """Return the artists of `universe` in an order that depends on nothing but `seed`."""
    order = np.random.default_rng(seed).permutation(len(universe))
    return [sorted(universe)[place] for place in order]


def _values(links: pd.DataFrame, rank_offset: float) -> pd.Series[float]:
    """Return what a link is worth: its match, else (offset + 1) / (offset + place).

    Both are 1 at the first place, so lists with and without match can be added up.
    """
    by_place = (rank_offset + 1) / (rank_offset + links["provider_rank"].astype(float))
    return links["match"].astype(float).fillna(by_place)


def _list_counts(links: pd.DataFrame) -> dict[str, int]:
    counts = links.groupby("artist_id")["seed_artist_id"].nunique()
    return {str(artist): int(count) for artist, count in counts.items()}


def _within(scores: pd.Series[float], universe: Sequence[str]) -> dict[str, float]:
    return {artist: float(scores[artist]) for artist in universe if artist in scores.index}


def _best_first(scores: dict[str, float]) -> list[str]:
    return sorted(scores, key=lambda artist: (-scores[artist], artist))
