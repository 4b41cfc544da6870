"""Axes that look alike on all charts: a light grid for numbers, no ticks, labels that fit."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from app.charts.points import Channel, Points
from app.charts.props import AxisTitle, XYProps
from app.formats import d3_format, label_expression
from app.theme import Theme

_LABEL_LIMIT = 150
"""Of a category's label in pixels: it leaves half of a phone's width to the data."""
_TICKS = 5
LETTER = 7
"""The width of a letter of a label, in pixels."""
_BETWEEN_LABELS = 14
_SLANT = -40
_YEAR = 365.25
_YEARS_FROM = 900
_MONTHS_FROM = 60
"""Days that an axis of time spans before its ticks are years, or months."""
_MOST_TICKS = 12
_FEW = 40
"""How many categories may all have a label, even where it gets narrow."""
_USUAL_DATE = "%b %-d, %Y"


def axis_title(said: AxisTitle, column: str, *, default: bool) -> str | None:
    """Return an axis's title: the page's words, the column's for true, none for false."""
    said = default if said is None else said
    if said in (True, "true"):
        return column
    return None if said in (False, "false") else str(said)


def amount_title(points: Points, props: XYProps) -> str | None:
    """Return the title of the axis of a chart's values.

    Where the page says nothing, a chart with neither title nor legend still tells its numbers.
    """
    is_needed = not props.title and points.series is None
    return axis_title(props.y_axis_title, points.y.title, default=is_needed)


def label_format(fmt: str | None) -> dict[str, Any]:
    """Return how an axis or a legend of numbers writes its labels."""
    expression = None if fmt is None else label_expression(fmt)
    if fmt is None or expression is None:
        return {}
    plain = d3_format(fmt)
    if plain is None:
        return {"labelExpr": expression}
    # The tilde drops zeros at the end: an axis of 10%, 20% needs no 10.0%.
    has_zeros = "~" not in plain and plain[-2] != "0"
    return {"format": f"{plain[:-1]}~{plain[-1]}" if has_zeros else plain}


def value_axis(
    theme: Theme, channel: Channel, title: str | None, *, is_upright: bool = True, **more: Any
) -> alt.Axis:
    """Return an axis of numbers; an upright one has its title above it, to be read as it stands."""
    above: dict[str, Any] = {
        "titleAngle": 0,
        "titleAlign": "left",
        "titleAnchor": "end",
        "titleBaseline": "bottom",
        "titleX": 0,
        "titleY": -8,
    }
    return alt.Axis(
        title=title,
        gridColor=theme.grid,
        domain=False,
        ticks=False,
        tickCount=_TICKS,
        labelPadding=6,
        labelColor=theme.muted,
        titleColor=theme.muted,
        **(above if is_upright and title else {}),
        **label_format(channel.fmt),
        **more,
    )


def time_axis(theme: Theme, title: str | None, moments: pd.Series) -> alt.Axis:
    """Return an axis of moments: years, months or, where they span less, what Vega makes of it."""
    days = (moments.max() - moments.min()).days
    return alt.Axis(
        tickCount=_interval(days) or alt.Undefined,
        title=title,
        grid=False,
        domain=True,
        domainColor=theme.grid,
        ticks=False,
        labelPadding=6,
        labelColor=theme.muted,
        titleColor=theme.muted,
    )


def _interval(days: int) -> alt.TimeIntervalStep | None:
    """Return the distance of ticks, so that a January, which names the year, is among them."""
    if days > _YEARS_FROM:
        return alt.TimeIntervalStep("year", math.ceil(days / _YEAR / _MOST_TICKS))
    if days > _MONTHS_FROM:
        months = days / _YEAR * 12 / _MOST_TICKS
        return alt.TimeIntervalStep("month", next(step for step in (1, 2, 3, 6) if step >= months))
    return None


def band_axis(
    theme: Theme,
    channel: Channel,
    title: str | None,
    labels: Sequence[str],
    *,
    is_upright: bool,
    domain: bool = True,
    is_sequence: bool = False,
) -> alt.Axis:
    """Return an axis of categories, whose labels are `labels`.

    Where they lack room they slant; those of a sequence, such as hours, stand as they are and some
    are left out, since their neighbours tell them.
    """
    if channel.kind == "temporal":
        # The band's value is a moment; the axis would write it as a number.
        pattern = (channel.fmt and d3_format(channel.fmt)) or _USUAL_DATE
        written: dict[str, Any] = {
            "labelExpr": f"timeFormat(toDate(datum.value), {_quoted(pattern)})"
        }
    else:
        written = label_format(channel.fmt) if channel.kind == "quantitative" else {}
    room = sum(len(label) * LETTER + _BETWEEN_LABELS for label in labels)
    slants = not is_upright and not is_sequence and channel.kind != "quantitative"
    is_worded = channel.kind == "nominal" and not is_sequence and len(labels) <= _FEW
    return alt.Axis(
        title=title,
        grid=False,
        domain=domain and not is_upright,
        domainColor=theme.grid,
        ticks=False,
        labelPadding=6,
        labelColor=theme.muted,
        titleColor=theme.muted,
        labelLimit=_LABEL_LIMIT,
        **(_slanting(f"width < {room}") if slants else {"labelAngle": 0}),
        labelFlush=False,
        labelOverlap=not is_worded,
        labelSeparation=_BETWEEN_LABELS if is_sequence else 0,
        **written,
    )


def _slanting(is_narrow: str) -> dict[str, Any]:
    """Return labels that slant, to end below their bands, where the expression is true."""
    return {
        "labelAngle": alt.ExprRef(f"{is_narrow} ? {_SLANT} : 0"),
        "labelAlign": alt.ExprRef(f"{is_narrow} ? 'right' : 'center'"),
    }


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
