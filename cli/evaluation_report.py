"""An evaluation in words and tables: means for people, a row for each scorer and cut-off else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import isfinite
from statistics import fmean
from typing import TYPE_CHECKING, Any

from cli import output
from cli.output import Format
from python_engines.evaluation import (
    HYBRID,
    Depths,
    EvaluationParams,
    Figures,
    mean_interval,
    ratio_interval,
)
from stores.evaluations import COLUMNS

if TYPE_CHECKING:
    from cli.evaluating import Evaluation

DEPTHS = Depths(recall=(20, 50), sum_match_seeds=50)
"""What recall_20, recall_50 and sum_match_top50 say in their names."""
COMPARED_WITH = "sum_match_top50"

_PERCENT = 100


def rows_of(figures: Sequence[Figures], params: EvaluationParams) -> list[dict[str, Any]]:
    """Return the figures as the store keeps them: one row for each scorer and cut-off."""
    from datetime import datetime

    rows = []
    for each in figures:
        row: dict[str, Any] = {
            "scorer": each.scorer,
            "as_of": datetime.fromisoformat(each.as_of),
            "horizon_days": params.evaluation_horizon_days,
            "truths": each.truths,
            "reachable": each.reachable,
            "hits": each.hits,
            "ndcg": each.ndcg,
            "coverage": each.coverage,
            "catalogue": each.catalogue,
            "novelty": each.novelty,
            "diversity": each.diversity,
        }
        row["ndcg_low"], row["ndcg_high"] = mean_interval([each.ndcg_rounds], params)
        for depth, recall, rounds in zip(
            DEPTHS.recall, each.recall, each.recall_rounds, strict=True
        ):
            name = f"recall_{depth}"
            row[name] = recall
            row[f"{name}_low"], row[f"{name}_high"] = mean_interval([rounds], params)
        rows.append({name: _rounded(row[name], params.score_digits) for name in COLUMNS})
    return rows


def show(evaluation: Evaluation, form: Format) -> None:
    """Write the answer to stdout and what it rests on to stderr."""
    from cli.tuning import words

    params = evaluation.params
    if form is Format.TABLE:
        output.answer(_mean_columns(params), _mean_rows(evaluation), form)
    else:
        rows = rows_of(evaluation.figures, params)
        output.answer(list(COLUMNS), [list(row.values()) for row in rows], form)
    for line in evaluation.left_out:
        output.note(line)
    for line in notes(evaluation):
        output.note(line)
    if evaluation.tuned is not None:
        for line in words(evaluation.tuned):
            output.note(line)


def notes(evaluation: Evaluation) -> list[str]:
    """Return what the figures rest on and how far they can be trusted, a sentence each."""
    params = evaluation.params
    hybrid = _of(evaluation, HYBRID)
    truths = sum(each.truths for each in hybrid)
    reachable = sum(each.reachable for each in hybrid)
    days = ", ".join(each.as_of for each in hybrid)
    lines = [
        f"seen as on {days}: {truths} artists were taken up in the "
        f"{params.evaluation_horizon_days} days after (at least {params.adoption_min_plays} "
        f"engaged plays); {_unreachable(truths - reachable)}"
    ]
    if truths < params.evaluation_few_truths:
        lines.append(
            f"these are few ({truths} artists): trust the intervals, not the numbers; "
            "fewer days of horizon or adoption_min_plays give more"
        )
    lines += _comparisons(evaluation)
    lines.append(
        "similar artists were looked up lately, and lists of today know about later years: at the "
        "time every scorer that uses lists would have found less"
    )
    lines.append("the mart engine_evaluations has these figures from the next build on")
    return lines


def _unreachable(count: int) -> str:
    if not count:
        return "the stored lists name them all"
    return f"{count} of them no stored list names, so nothing could find them"


def _comparisons(evaluation: Evaluation) -> list[str]:
    """Return how the blend stands to the plain sum of matches and to the best of the others."""
    named = dict.fromkeys(each.scorer for each in evaluation.figures if each.scorer != HYBRID)
    means = {scorer: _mean(_of(evaluation, scorer), _ndcg_of) for scorer in named}
    told = {scorer: mean for scorer, mean in means.items() if mean}
    if not told or _mean(_of(evaluation, HYBRID), _ndcg_of) is None:
        return []
    best = max(told, key=lambda scorer: told[scorer])
    return [
        _comparison(evaluation, scorer, words)
        for scorer, words in {COMPARED_WITH: "", best: ", the best of the others"}.items()
        if scorer in told
    ]


def _comparison(evaluation: Evaluation, scorer: str, words: str) -> str:
    """Return how the blend's nDCG stands to that of one scorer, with the interval."""
    above, below = _of(evaluation, HYBRID), _of(evaluation, scorer)
    ratio = (_mean(above, _ndcg_of) or 0.0) / (_mean(below, _ndcg_of) or 1.0)
    low, high = ratio_interval(
        [each.ndcg_rounds for each in above],
        [each.ndcg_rounds for each in below],
        evaluation.params,
    ) or (ratio, ratio)
    within = f"{low:.2f} to {high:.2f}" if isfinite(high) else f"{low:.2f} or more"
    return (
        f"the blend's nDCG is {ratio:.2f} × that of {scorer}{words} "
        f"({_share(evaluation.params)}: {within})"
    )


def _of(evaluation: Evaluation, scorer: str) -> list[Figures]:
    return [each for each in evaluation.figures if each.scorer == scorer]


def _mean_columns(params: EvaluationParams) -> list[str]:
    shallow, deep = DEPTHS.recall
    between = f"({_share(params)})"
    recalls = (f"recall@{shallow}", f"recall@{deep} {between}")
    ndcg = f"nDCG@{params.evaluation_ndcg_depth} {between}"
    return ["scorer", "hits", *recalls, ndcg, "coverage", "catalogue", "novelty", "diversity"]


def _mean_rows(evaluation: Evaluation) -> list[list[Any]]:
    """Return the mean over the cut-offs of each scorer, as people read it."""
    rows: list[list[Any]] = []
    for scorer in dict.fromkeys(each.scorer for each in evaluation.figures):
        own = _of(evaluation, scorer)
        deep = _with_bounds(
            _mean(own, lambda each: each.recall[-1]),
            [each.recall_rounds[-1] for each in own],
            evaluation.params,
        )
        ndcg = _with_bounds(
            _mean(own, _ndcg_of), [each.ndcg_rounds for each in own], evaluation.params
        )
        beside = (
            _mean(own, lambda each: each.coverage),
            _mean(own, lambda each: each.catalogue),
            _mean(own, lambda each: each.novelty),
            _mean(own, lambda each: each.diversity),
        )
        shallow = _mean(own, lambda each: each.recall[0])
        hits = sum(each.hits for each in own)
        rows.append([scorer, hits, _short(shallow), deep, ndcg, *map(_short, beside)])
    return rows


def _ndcg_of(figures: Figures) -> float | None:
    return figures.ndcg


def _mean(figures: Sequence[Figures], of: Callable[[Figures], float | None]) -> float | None:
    told = [value for value in map(of, figures) if value is not None]
    return fmean(told) if told else None


def _with_bounds(mean: float | None, rounds: Sequence[Any], params: EvaluationParams) -> str:
    low, high = mean_interval(rounds, params)
    if mean is None or low is None:
        return ""
    return f"{mean:.3f} ({low:.3f}–{high:.3f})"


def _share(params: EvaluationParams) -> str:
    return f"{params.evaluation_interval_share * _PERCENT:g} %"


def _short(value: Any) -> Any:
    return round(value, 3) if isinstance(value, float) else value


def _rounded(value: Any, digits: int) -> Any:
    return round(value, digits) if isinstance(value, float) else value
