"""The figures of an evaluation as the store keeps them: one row for each scorer and cut-off.

What is told of all cut-offs together (`overall_…`, `blend_ratio…`) stands in each row of its
scorer: the intervals of means come from the bootstrap's rounds, which are not kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import isfinite
from statistics import fmean
from typing import Any

from python_engines.evaluation import (
    HYBRID,
    Depths,
    EvaluationParams,
    Figures,
    mean_interval,
    ratio_interval,
)
from python_engines.metrics import Numbers
from stores.evaluations import COLUMNS

DEPTHS = Depths(recall=(20, 50), sum_match_seeds=50)
"""What recall_20, recall_50 and sum_match_top50 say in their names."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """How many times the mean nDCG of a scorer the blend's is, with the bounds of its interval."""

    value: float
    low: float
    high: float
    """Infinite where the scorer may have found nothing at all."""


def rows_of(
    figures: Sequence[Figures], params: EvaluationParams, measured_at: datetime
) -> list[dict[str, Any]]:
    """Return the figures as the store keeps them, rounded; `measured_at` is in UTC."""
    told = {
        "measured_at": measured_at,
        "horizon_days": params.evaluation_horizon_days,
        "adoption_min_plays": params.adoption_min_plays,
        "ndcg_depth": params.evaluation_ndcg_depth,
        "interval_share": params.evaluation_interval_share,
    }
    overall = {
        scorer: _overall(figures, scorer, params)
        for scorer in dict.fromkeys(each.scorer for each in figures)
    }
    rows = [{**told, **_own(each, params), **overall[each.scorer]} for each in figures]
    return [{name: _rounded(row[name], params.score_digits) for name in COLUMNS} for row in rows]


def of_scorer(figures: Sequence[Figures], scorer: str) -> list[Figures]:
    """Return the figures of one scorer, one for each cut-off."""
    return [each for each in figures if each.scorer == scorer]


def mean(values: Iterable[float | None]) -> float | None:
    """Return the mean over the cut-offs that have a value; None without any."""
    told = [value for value in values if value is not None]
    return fmean(told) if told else None


def mean_ndcg(figures: Sequence[Figures]) -> float | None:
    """Return the mean nDCG over the cut-offs with truths; None without any."""
    return mean(each.ndcg for each in figures)


def blend_ratio(figures: Sequence[Figures], scorer: str, params: EvaluationParams) -> Ratio | None:
    """Return how the blend's nDCG stands to that of one scorer; None where that found nothing."""
    above, below = of_scorer(figures, HYBRID), of_scorer(figures, scorer)
    top, base = mean_ndcg(above), mean_ndcg(below)
    if top is None or not base:
        return None
    rounds = [[each.ndcg_rounds for each in of] for of in (above, below)]
    low, high = ratio_interval(rounds[0], rounds[1], params) or (top / base, top / base)
    return Ratio(top / base, low, high)


def _own(each: Figures, params: EvaluationParams) -> dict[str, Any]:
    row: dict[str, Any] = {
        "scorer": each.scorer,
        "as_of": datetime.fromisoformat(each.as_of),
        "truths": each.truths,
        "reachable": each.reachable,
        "hits": each.hits,
        "coverage": each.coverage,
        "catalogue": each.catalogue,
        "novelty": each.novelty,
        "diversity": each.diversity,
    }
    row |= _with_bounds("ndcg", each.ndcg, [each.ndcg_rounds], params)
    for depth, recall, rounds in zip(DEPTHS.recall, each.recall, each.recall_rounds, strict=True):
        row |= _with_bounds(f"recall_{depth}", recall, [rounds], params)
    return row


def _overall(figures: Sequence[Figures], scorer: str, params: EvaluationParams) -> dict[str, Any]:
    own = of_scorer(figures, scorer)
    rounds = [each.ndcg_rounds for each in own]
    row: dict[str, Any] = _with_bounds("overall_ndcg", mean_ndcg(own), rounds, params)
    for place, depth in enumerate(DEPTHS.recall):
        found = [each.recall[place] for each in own]
        rounds = [each.recall_rounds[place] for each in own]
        row |= _with_bounds(f"overall_recall_{depth}", mean(found), rounds, params)
    ratio = blend_ratio(figures, scorer, params) if scorer != HYBRID else None
    return row | {
        "blend_ratio": ratio.value if ratio else None,
        "blend_ratio_low": ratio.low if ratio else None,
        "blend_ratio_high": ratio.high if ratio and isfinite(ratio.high) else None,
    }


def _with_bounds(
    name: str, value: float | None, rounds: Sequence[Numbers], params: EvaluationParams
) -> dict[str, float | None]:
    low, high = mean_interval(rounds, params)
    return {name: value, f"{name}_low": low, f"{name}_high": high}


def _rounded(value: Any, digits: int) -> Any:
    return round(value, digits) if isinstance(value, float) else value
