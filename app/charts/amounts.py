"""The colour scale of amounts: where it starts and ends, and what is legible on it."""

from __future__ import annotations

from typing import Literal, TypeAlias

import pandas as pd

Ramp: TypeAlias = Literal["sequential", "diverging"]


def ends_of(
    values: pd.Series, name: Ramp, low: float | None, high: float | None
) -> tuple[float, float]:
    """Return the amounts of a ramp's first and last colour.

    A sequential ramp starts at zero, or at the least amount below it; a diverging one has zero in
    its middle.
    """
    least, most = float(values.min()), float(values.max())
    if name == "diverging":
        reach = max(abs(least), abs(most)) or 1.0
        start, end = -reach, reach
    else:
        start, end = min(0.0, least), most
    start, end = start if low is None else low, end if high is None else high
    return (start, end) if end > start else (start, start + 1.0)


def is_strong(amount: float, ends: tuple[float, float], name: Ramp) -> bool:
    """Return whether an amount's colour is nearer to the strongest than to the background."""
    part = (amount - ends[0]) / (ends[1] - ends[0])
    return abs(part - 0.5) > 0.25 if name == "diverging" else part > 0.5
