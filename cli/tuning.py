"""`mm evaluate --tune`: better weights from all cut-offs but the last, kept if better there too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import fmean
from typing import Any

from cli.blending import Blender
from cli.changes import keep_overrides
from cli.context import Context
from cli.errors import ConfigurationError
from cli.progress import Count, Steps
from cli.variables import ENGINES, OVERRIDES_FILE, Said
from python_engines.blend import BlendParams
from python_engines.evaluation import EvaluationParams, Past, ndcg
from python_engines.tuning import Setting, search, trial_count

OBSCURITY = "obscurity"
_NEEDED = 2


@dataclass(frozen=True, slots=True)
class Tuned:
    """What the tuning found."""

    before: Setting
    after: Setting
    learned_from: tuple[float, float]
    """Mean nDCG before and after on the cut-offs that were tuned on."""
    held_back: tuple[float, float]
    """nDCG before and after on the last cut-off."""
    held_back_truths: int
    is_written: bool


def check_enough(context: Context, cutoff_count: int) -> None:
    """Refuse to tune on fewer cut-offs than one to learn from and one to prove it on."""
    if cutoff_count < _NEEDED:
        raise ConfigurationError(
            "tuning needs two cut-offs after which artists were taken up: try a shorter horizon, "
            f"such as `{context.command('evaluate --tune --vars evaluation_horizon_days:90')}`"
        )


def tune(
    context: Context,
    resolved: Mapping[str, Said],
    cutoffs: Sequence[tuple[Past, Blender]],
    params: EvaluationParams,
    steps: Steps,
) -> Tuned:
    """Tune the blend, and write `overrides.yml` if the last cut-off says that it is better.

    `cutoffs` are the past of each and its blend, oldest first. Those without truths teach nothing.
    Raises `ConfigurationError` when fewer than two have any.
    """
    usable = [(past, blender) for past, blender in cutoffs if past.truths]
    check_enough(context, len(usable))
    *known, held_back = usable
    start = _present(usable[0][1].params)
    # Whoever said how obscure it should be has chosen; that is no matter of being right.
    may_change = resolved[OBSCURITY].source == "dbt_project.yml"
    total = trial_count(
        len(start.weights), params.evaluation_tune_steps, may_change_obscurity=may_change
    )
    tried = 0

    def score(setting: Setting) -> float:
        nonlocal tried
        steps.at("tuning", Count(tried, total))
        tried += 1
        return fmean(_ndcg(past, blender, setting, params) for past, blender in known)

    found = search(start, score, params.evaluation_tune_steps, may_change_obscurity=may_change)
    after = _rounded(found.setting, params.score_digits)
    held = tuple(_ndcg(*held_back, setting, params) for setting in (start, after))
    is_better = after != start and held[1] > held[0]
    if is_better:
        keep_overrides(context, _changed(start, after))
    return Tuned(
        before=start,
        after=after,
        learned_from=(score(start), found.score),
        held_back=(held[0], held[1]),
        held_back_truths=len(held_back[0].truths),
        is_written=is_better,
    )


def words(tuned: Tuned) -> list[str]:
    """Return what came of the tuning, a sentence each."""
    if tuned.after == tuned.before:
        return [
            f"tuning: the weights you have ({_weights(tuned.before)}) are the best of all tried: "
            f"nothing is written"
        ]
    changed = ", ".join(
        f"{name} {_shown(value)}" for name, value in _changed(tuned.before, tuned.after).items()
    )
    on_known = f"nDCG {tuned.learned_from[0]:.4f} → {tuned.learned_from[1]:.4f}"
    on_held = f"{tuned.held_back[0]:.4f} → {tuned.held_back[1]:.4f}"
    done = (
        f"written to config/{OVERRIDES_FILE}, the next build uses them"
        if tuned.is_written
        else "no better there, so nothing is written"
    )
    return [
        f"tuning: the best on the earlier cut-offs is {changed} ({on_known}; before: "
        f"{_weights(tuned.before)}); on the last cut-off, which it has not seen ("
        f"{tuned.held_back_truths} artists), nDCG {on_held}: {done}"
    ]


def _present(params: BlendParams) -> Setting:
    weights = ((str(entry["engine"]), float(entry["weight"])) for entry in params.engine_weights)
    return Setting(tuple(weights), float(params.obscurity))


def _ndcg(past: Past, blender: Blender, setting: Setting, params: EvaluationParams) -> float:
    weights = [{"engine": name, "weight": weight} for name, weight in setting.weights]
    changed = replace(blender.params, engine_weights=weights, obscurity=setting.obscurity)
    return ndcg(blender.ranked(changed), past, params) or 0.0


def _rounded(setting: Setting, digits: int) -> Setting:
    weights = tuple((name, round(weight, digits)) for name, weight in setting.weights)
    return Setting(weights, round(setting.obscurity, digits))


def _changed(before: Setting, after: Setting) -> dict[str, Any]:
    """Return the vars that differ, as `overrides.yml` says them."""
    changed: dict[str, Any] = {}
    if after.weights != before.weights:
        changed[ENGINES] = dict(after.weights)
    if after.obscurity != before.obscurity:
        changed[OBSCURITY] = after.obscurity
    return changed


def _weights(setting: Setting) -> str:
    return _shown(dict(setting.weights))


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {weight:g}" for name, weight in value.items()) + "}"
    return f"{value:g}"
