"""Evaluation: how good each way to score would have been on the listener's own past.

The listener is seen as at a cut-off; the truths are the artists taken up afterwards. Every scorer
ranks the same candidates: all artists of the stored lists that were not known at the cut-off.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from python_engines import baselines, metrics
from python_engines.metrics import Numbers
from python_engines.params import RowParams

HYBRID = "hybrid"
BASELINES = ("popularity", "max_match", "sum_match_top50", "random")


@dataclass(frozen=True)
class EvaluationParams(RowParams):
    """Parameters of the evaluation.

    evaluation_cutoff_count, evaluation_horizon_days, evaluation_min_history_days: how many
    cut-offs, how far apart, and how much history the first one needs.
    adoption_min_plays: a truth has at least this many engaged plays within the horizon.
    evaluation_ndcg_depth: nDCG looks at this many artists of a list.
    evaluation_match_rank_offset: where a provider says no match, place r counts
    (offset + 1) / (offset + r).
    evaluation_bootstrap_rounds, evaluation_interval_share: how the intervals are found.
    evaluation_few_truths: with fewer truths than this the figures say little.
    evaluation_tune_steps: engine weights are tried in steps of 1 / this.
    evaluation_seed: seed of the shuffle and of the bootstrap.
    score_digits: figures are rounded to this many digits.
    """

    evaluation_cutoff_count: int
    evaluation_horizon_days: int
    evaluation_min_history_days: int
    adoption_min_plays: int
    evaluation_ndcg_depth: int
    evaluation_match_rank_offset: float
    evaluation_bootstrap_rounds: int
    evaluation_interval_share: float
    evaluation_few_truths: int
    evaluation_tune_steps: int
    evaluation_seed: int
    score_digits: int


@dataclass(frozen=True)
class Depths:
    """Depths that are part of a column's or a scorer's name, so that no var can change them."""

    recall: tuple[int, ...]
    """Of recall_20 and recall_50; hits, novelty and diversity look at the last."""
    sum_match_seeds: int
    """Of sum_match_top50."""

    @property
    def list(self) -> int:
        """How many artists of a list are looked at as a list."""
        return self.recall[-1]


@dataclass(frozen=True)
class Past:
    """The listener as at one cut-off, and what came then.

    as_of: the cut-off, as text. links: every stored list (seed_artist_id, artist_id, provider_rank,
    match). preferences: artist_id, preference_rank. excluded: artists known then. details:
    artist_id, listeners, listeners_source. tags: artist_id, tag. hybrid: the blended list, best
    first. engines: the candidates of each engine, best first. taken_up: the artists first engaged
    with after the cut-off, often enough within the horizon. other_names: the keys under which the
    lists hold an artist that the listener's plays spell otherwise.
    """

    as_of: str
    links: pd.DataFrame
    preferences: pd.DataFrame
    excluded: frozenset[str]
    details: pd.DataFrame
    tags: pd.DataFrame
    hybrid: Sequence[str]
    engines: Mapping[str, Sequence[str]]
    taken_up: Sequence[str]
    other_names: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @cached_property
    def truths(self) -> list[str]:
        """The artists taken up after the cut-off that were not known before, as lists name them."""
        candidates = set(self.universe)
        named = {
            next(
                (
                    name
                    for name in (artist, *self.other_names.get(artist, ()))
                    if name in candidates
                ),
                artist,
            )
            for artist in set(self.taken_up) - self.excluded
        }
        return sorted(named - self.excluded)

    @cached_property
    def universe(self) -> list[str]:
        """Every artist that a stored list names or belongs to and that was not known."""
        named = set(self.links["artist_id"]) | set(self.links["seed_artist_id"])
        return sorted(named - self.excluded)

    @cached_property
    def features(self) -> dict[str, frozenset[str]]:
        """What each artist is known by: the lists that name it, and its tags."""
        held: dict[str, set[str]] = {}
        for frame, column in ((self.links, "seed_artist_id"), (self.tags, "tag")):
            for artist, feature in zip(frame["artist_id"], frame[column], strict=True):
                held.setdefault(artist, set()).add(f"{column} {feature}")
        return {artist: frozenset(features) for artist, features in held.items()}


@dataclass(frozen=True)
class Figures:
    """What one scorer reached at one cut-off; None where there is nothing to divide by."""

    scorer: str
    as_of: str
    truths: int
    reachable: int
    hits: int
    recall: tuple[float | None, ...]
    ndcg: float | None
    coverage: float | None
    catalogue: float | None
    novelty: float | None
    diversity: float | None
    recall_rounds: tuple[Numbers, ...]
    """recall in each bootstrap round, for each depth; empty without truths."""
    ndcg_rounds: Numbers
    """The same of nDCG."""


def scored(past: Past, params: EvaluationParams, depths: Depths) -> list[Figures]:
    """Return the figures of every scorer at one cut-off: hybrid, the engines, the baselines."""
    popular = baselines.popularity(past.links, past.details, past.universe)
    lists = {HYBRID: past.hybrid, **past.engines, **_baselines(past, popular, params, depths)}
    by_popularity = metrics.ranks_of(popular)
    return [
        _figures(name, ranked, past, by_popularity, params, depths)
        for name, ranked in lists.items()
    ]


def ndcg(ranked: Sequence[str], past: Past, params: EvaluationParams) -> float | None:
    """Return the nDCG of one list at a cut-off; None without truths."""
    gains = metrics.gains(metrics.ranks_of(ranked), past.truths, params.evaluation_ndcg_depth)
    return float(gains.mean()) if past.truths else None


def mean_interval(
    rounds: Sequence[Numbers], params: EvaluationParams
) -> tuple[float | None, float | None]:
    """Return the interval of the mean over cut-offs, resampled within each of them."""
    told = [each for each in rounds if len(each)]
    if not told:
        return None, None
    return metrics.interval(np.mean(told, axis=0), params.evaluation_interval_share)


def ratio_interval(
    above: Sequence[Numbers], below: Sequence[Numbers], params: EvaluationParams
) -> tuple[float, float] | None:
    """Return the interval of how many times the mean `below` the mean `above` is, by rounds.

    A round that finds nothing with either counts as equal, with `below` alone as infinite. None
    without truths.
    """
    pairs = [(a, b) for a, b in zip(above, below, strict=True) if len(a) and len(b)]
    if not pairs:
        return None
    top = np.mean([a for a, _ in pairs], axis=0)
    base = np.mean([b for _, b in pairs], axis=0)
    without = np.where(top > 0, np.inf, 1.0)
    ratios = np.divide(top, base, out=without, where=base > 0)
    return metrics.interval(ratios, params.evaluation_interval_share)


def _baselines(
    past: Past, popular: Sequence[str], params: EvaluationParams, depths: Depths
) -> dict[str, Sequence[str]]:
    ranks = past.preferences.rename(
        columns={"artist_id": "seed_artist_id", "preference_rank": "seed_rank"}
    )
    own = past.links.merge(ranks[["seed_artist_id", "seed_rank"]], on="seed_artist_id")
    offset = params.evaluation_match_rank_offset
    lists = (
        popular,
        baselines.max_match(own, past.universe, offset),
        baselines.sum_match(own, past.universe, offset, depths.sum_match_seeds),
        baselines.shuffled(past.universe, _seed(past, params)),
    )
    return dict(zip(BASELINES, lists, strict=True))


def _figures(
    scorer: str,
    ranked: Sequence[str],
    past: Past,
    by_popularity: Mapping[str, int],
    params: EvaluationParams,
    depths: Depths,
) -> Figures:
    truths, ranks = past.truths, metrics.ranks_of(ranked)
    found = [metrics.hits(ranks, truths, depth) for depth in depths.recall]
    gains = metrics.gains(ranks, truths, params.evaluation_ndcg_depth)
    universe, seed = set(past.universe), _seed(past, params)

    def rounds(values: Numbers) -> Numbers:
        if not truths:
            return values
        return metrics.resampled(values, params.evaluation_bootstrap_rounds, seed)

    return Figures(
        scorer=scorer,
        as_of=past.as_of,
        truths=len(truths),
        reachable=sum(truth in universe for truth in truths),
        hits=int(found[-1].sum()),
        recall=tuple(float(each.mean()) if truths else None for each in found),
        ndcg=float(gains.mean()) if truths else None,
        coverage=metrics.share_within(ranked, truths),
        catalogue=metrics.share_within(ranked, past.universe),
        novelty=metrics.novelty(ranked, by_popularity, depths.list),
        diversity=metrics.diversity(ranked, past.features, depths.list),
        recall_rounds=tuple(rounds(each) for each in found),
        ndcg_rounds=rounds(gains),
    )


def _seed(past: Past, params: EvaluationParams) -> list[int]:
    """Return a seed of the cut-off's own: what is drawn at one must not repeat at another."""
    return [params.evaluation_seed, *past.as_of.encode()]
