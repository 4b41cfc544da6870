"""Tuning: looking for the blend that would have found most on the listener's own past.

First the weights of the engines, which sum to 1, at every point of a grid; then, with the best of
them, how obscure the list may be. Weights and obscurity hardly depend on each other, so this tries
a small part of all pairs and finds the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations_with_replacement, pairwise

import numpy as np


@dataclass(frozen=True)
class Setting:
    """One way to blend: the weight of each engine, by name, and the obscurity."""

    weights: tuple[tuple[str, float], ...]
    obscurity: float


@dataclass(frozen=True)
class Found:
    """The best setting and what it scores."""

    setting: Setting
    score: float


def search(
    start: Setting,
    score: Callable[[Setting], float],
    steps: int,
    *,
    may_change_obscurity: bool,
) -> Found:
    """Return the setting with the highest score, or `start` when none is higher.

    `score` is called once for each setting tried. Of equal ones the first tried stays, so nothing
    changes without a gain.
    """
    best = Found(start, score(start))
    engines = [name for name, _ in start.weights]
    for weights in simplex(engines, steps):
        best = _better(best, replace(best.setting, weights=weights), score)
    if may_change_obscurity:
        for obscurity in np.linspace(-1, 1, steps + steps + 1):
            best = _better(best, replace(best.setting, obscurity=float(obscurity)), score)
    return best


def trial_count(engine_count: int, steps: int, *, may_change_obscurity: bool) -> int:
    """Return how many settings `search` tries."""
    names = [str(number) for number in range(engine_count)]
    return 1 + sum(1 for _ in simplex(names, steps)) + may_change_obscurity * (steps + steps + 1)


def simplex(engines: Sequence[str], steps: int) -> Iterator[tuple[tuple[str, float], ...]]:
    """Yield every division of 1 among the engines in steps of 1 / `steps`.

    An engine may get nothing: with 3 engines and 5 steps there are 21.
    """
    for cuts in combinations_with_replacement(range(steps + 1), len(engines) - 1):
        bounds = (0, *cuts, steps)
        parts = [upper - lower for lower, upper in pairwise(bounds)]
        yield tuple((name, part / steps) for name, part in zip(engines, parts, strict=True))


def _better(best: Found, setting: Setting, score: Callable[[Setting], float]) -> Found:
    if setting == best.setting:
        return best
    found = score(setting)
    return Found(setting, found) if found > best.score else best
