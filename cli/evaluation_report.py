"""An evaluation in words and tables: means for people, a row for each scorer and cut-off else."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from typing import TYPE_CHECKING, Any

from cli import output
from cli.evaluation_rows import DEPTHS, Ratio, blend_ratio, mean, mean_ndcg, of_scorer, rows_of
from cli.output import Format
from python_engines.evaluation import HYBRID, EvaluationParams, mean_interval
from stores.evaluations import COLUMNS

if TYPE_CHECKING:
    from cli.evaluating import Evaluation

COMPARED_WITH = "sum_match_top50"

_PERCENT = 100


def show(evaluation: Evaluation, form: Format) -> None:
    """Write the answer to stdout and what it rests on to stderr."""
    from cli.tuning import words

    params = evaluation.params
    if form is Format.TABLE:
        output.answer(_mean_columns(params), _mean_rows(evaluation), form)
    else:
        rows = rows_of(evaluation.figures, params, evaluation.measured_at)
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
    hybrid = of_scorer(evaluation.figures, HYBRID)
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
    figures = evaluation.figures
    named = dict.fromkeys(each.scorer for each in figures if each.scorer != HYBRID)
    ratios = {scorer: blend_ratio(figures, scorer, evaluation.params) for scorer in named}
    told = {scorer: ratio for scorer, ratio in ratios.items() if ratio is not None}
    if not told:
        return []
    best = max(told, key=lambda scorer: mean_ndcg(of_scorer(figures, scorer)) or 0.0)
    return [
        _comparison(told[scorer], scorer, words, evaluation.params)
        for scorer, words in {COMPARED_WITH: "", best: ", the best of the others"}.items()
        if scorer in told
    ]


def _comparison(ratio: Ratio, scorer: str, words: str, params: EvaluationParams) -> str:
    """Return how the blend's nDCG stands to that of one scorer, with the interval."""
    within = (
        f"{ratio.low:.2f} to {ratio.high:.2f}"
        if isfinite(ratio.high)
        else f"{ratio.low:.2f} or more"
    )
    return (
        f"the blend's nDCG is {ratio.value:.2f} × that of {scorer}{words} "
        f"({_share(params)}: {within})"
    )


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
        own = of_scorer(evaluation.figures, scorer)
        deep = _with_bounds(
            mean(each.recall[-1] for each in own),
            [each.recall_rounds[-1] for each in own],
            evaluation.params,
        )
        ndcg = _with_bounds(mean_ndcg(own), [each.ndcg_rounds for each in own], evaluation.params)
        beside = (
            mean(each.coverage for each in own),
            mean(each.catalogue for each in own),
            mean(each.novelty for each in own),
            mean(each.diversity for each in own),
        )
        shallow = mean(each.recall[0] for each in own)
        hits = sum(each.hits for each in own)
        rows.append([scorer, hits, _short(shallow), deep, ndcg, *map(_short, beside)])
    return rows


def _with_bounds(mean: float | None, rounds: Sequence[Any], params: EvaluationParams) -> str:
    low, high = mean_interval(rounds, params)
    if mean is None or low is None:
        return ""
    return f"{mean:.3f} ({low:.3f}–{high:.3f})"


def _share(params: EvaluationParams) -> str:
    return f"{params.evaluation_interval_share * _PERCENT:g} %"


def _short(value: Any) -> Any:
    return round(value, 3) if isinstance(value, float) else value
