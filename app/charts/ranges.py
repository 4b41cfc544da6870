"""Ranges: how far from a bar's end the truth may lie."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import altair as alt
import pandas as pd

from app.charts.columns import numbers, refuse_non_numbers
from app.charts.points import Points
from app.theme import Theme

_LOW, _HIGH = "Range from", "Range to"
_CAP = 9
_WIDTH = 2


def with_range(points: Points, rows: pd.DataFrame, x: str, low: str, high: str) -> Points:
    """Return the points with the ends of their ranges, two columns of `rows`.

    Raises `ValueError` where these are no numbers.
    """
    refuse_non_numbers(rows, low, "low")
    refuse_non_numbers(rows, high, "high")
    if points.x.kind != "nominal":
        rows = rows[rows[x].notna()]  # as the points
    ends = {
        name: numbers(rows[column]).reset_index(drop=True)
        for name, column in ((_LOW, low), (_HIGH, high))
    }
    return replace(points, frame=points.frame.assign(**ends))


def range_layers(
    theme: Theme, points: Points, category: alt.X | alt.Y, amount: alt.X | alt.Y
) -> Iterator[alt.Chart]:
    """Yield a line from end to end of each range, and its caps, over the bars of a chart.

    `category` and `amount` are the chart's encodings, wherever on the screen.
    """
    frame = points.frame[points.frame[_LOW].notna() & points.frame[_HIGH].notna()]
    if frame.empty:
        return
    along, across = ("x", "y") if isinstance(amount, alt.X) else ("y", "x")
    base = alt.Chart(frame)
    end = alt.X2 if along == "x" else alt.Y2
    place: dict[str, Any] = {across: category}
    line = base.mark_rule(color=theme.text, strokeWidth=_WIDTH)
    yield line.encode(**place, **{along: _at(amount, _LOW), f"{along}2": end(field=_HIGH)})
    for name in (_LOW, _HIGH):
        cap = base.mark_tick(
            color=theme.text,
            thickness=_WIDTH,
            size=_CAP,
            orient="vertical" if along == "x" else "horizontal",
        )
        yield cap.encode(**place, **{along: _at(amount, name)})


def _at(amount: alt.X | alt.Y, field: str) -> alt.X | alt.Y:
    """Return the chart's own encoding of amounts, over another field.

    Axis and scale are the same object's, or Vega would write two titles on one axis.
    """
    encoded = amount.copy()
    encoded["field"] = field
    encoded["stack"] = None
    return encoded
