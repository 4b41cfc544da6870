"""Colours of series and of amounts, and the legends that explain them."""

from __future__ import annotations

import math
from itertools import cycle, islice
from typing import Any

import altair as alt

from app.charts.amounts import Ramp
from app.charts.axes import LETTER, amount_title, label_format
from app.charts.points import Channel, Points
from app.charts.props import XYProps
from app.theme import Theme

_PHONE = 330
"""The width of a chart on a phone, in pixels."""
_SYMBOL = 34
"""The width of a legend's symbol and of the room around it."""
_LABEL_LIMIT = 160
_ROW = 20
_GAP = 12
_TITLE = 20
LEGEND = _ROW + _GAP
"""The height of a legend of one row, in pixels."""


def series_colour(
    theme: Theme, points: Points, props: XYProps, *, symbol: str = "square"
) -> alt.Color:
    """Return the colours of the series, and their legend unless the page wants none."""
    values = list(points.series_values)
    return alt.Color(
        field=(points.series or points.y).field,
        type="nominal",
        sort=values,
        scale=alt.Scale(domain=values, range=list(islice(cycle(theme.categorical), len(values)))),
        legend=_series_legend(theme, points, props, symbol) if props.legend else None,
    )


def room_above(points: Points, props: XYProps) -> int:
    """Return how many pixels legend and axis title take above the plot of a phone."""
    rows = 0
    if props.legend and points.series_values:
        rows = math.ceil(len(points.series_values) / max(1, _PHONE // _entry(points)))
    title = _TITLE if amount_title(points, props) else 0
    return rows * _ROW + _GAP * bool(rows) + title


def stack_order(points: Points) -> alt.Order:
    """Return the order in which series lie on each other: the legend's first at the bottom."""
    return alt.Order(field=points.rank, type="quantitative", sort="ascending")


def _entry(points: Points) -> int:
    """Return the width of the legend's longest entry in pixels."""
    return max(map(len, points.series_values), default=0) * LETTER + _SYMBOL


def _series_legend(theme: Theme, points: Points, props: XYProps, symbol: str) -> alt.Legend:
    return alt.Legend(
        title=None,
        orient="top",
        direction="horizontal",
        columns=alt.ExprRef(f"max(1, floor(width / {_entry(points)}))"),
        labelLimit=_LABEL_LIMIT,
        symbolType=symbol,
        symbolSize=90,
        labelFontSize=12,
        labelColor=theme.muted,
        padding=0,
        offset=_GAP + (_TITLE if amount_title(points, props) else 0),
    )


def amount_colour(
    theme: Theme, ramp: Ramp, value: Channel, low: float, high: float, *, legend: bool
) -> alt.Color:
    """Return the colours of amounts from `low` to `high`, evenly along the ramp."""
    colours = theme.diverging if ramp == "diverging" else theme.sequential
    steps = len(colours) - 1
    return alt.Color(
        field=value.field,
        type="quantitative",
        scale=alt.Scale(
            # As many stops as colours: Vega then has nothing to guess.
            domain=[low + (high - low) * step / steps for step in range(len(colours))],
            range=list(colours),
            clamp=True,
        ),
        legend=_amount_legend(theme, value) if legend else None,
    )


def _amount_legend(theme: Theme, value: Channel) -> alt.Legend:
    written: dict[str, Any] = label_format(value.fmt)
    return alt.Legend(
        title=None,
        orient="top",
        direction="horizontal",
        gradientLength=160,
        gradientThickness=8,
        labelFontSize=12,
        labelColor=theme.muted,
        tickCount=3,
        padding=0,
        offset=10,
        **written,
    )
