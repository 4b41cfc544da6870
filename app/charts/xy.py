"""The two axes of a chart and what it is called where the page does not say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from app.charts.axes import amount_title, axis_title, band_axis, time_axis, value_axis
from app.charts.points import Points
from app.charts.props import XYProps
from app.theme import Theme

HEIGHT = 260
"""Of a chart with its axes, in pixels."""


def along(
    theme: Theme, points: Points, props: XYProps, *, has_grid: bool = False, **scale: Any
) -> alt.X:
    """Return the x of lines and scatters: moments, numbers, or categories as they come."""
    x = points.x
    title = axis_title(props.x_axis_title, x.title, default=False)
    if x.kind == "temporal":
        return alt.X(
            field=x.field,
            type="temporal",
            axis=time_axis(theme, title, points.frame[x.field]),
            scale=alt.Scale(**scale),
        )
    if x.kind == "quantitative":
        steps = whole_steps(points.frame[x.field])
        axis = value_axis(theme, x, title, is_upright=False, grid=has_grid, **steps)
        spread = alt.Scale(**({"zero": False, "nice": False} | scale))
        return alt.X(field=x.field, type="quantitative", axis=axis, scale=spread)
    order = list(dict.fromkeys(points.frame[x.field]))
    axis = band_axis(theme, x, title, order, is_upright=False)
    return alt.X(field=x.field, type="ordinal", sort=order, axis=axis)


def up(
    theme: Theme,
    points: Points,
    props: XYProps,
    *,
    is_log: bool = False,
    **scale: Any,
) -> alt.Y:
    """Return the y of a chart whose values go up."""
    return alt.Y(
        field=points.y.field,
        type="quantitative",
        stack=None,
        axis=amount_axis(theme, points, props),
        scale=amount_scale(props, is_log=is_log, **scale),
    )


def amount_axis(
    theme: Theme, points: Points, props: XYProps, *, is_share: bool = False, is_upright: bool = True
) -> alt.Axis:
    """Return the axis of a chart's values; of parts of a whole, in per cent."""
    y = points.y
    title = amount_title(points, props)
    if is_share:
        y = type(y)(y.field, y.text, y.title, y.kind, "pct0")
        return value_axis(theme, y, title, is_upright=is_upright)
    steps = whole_steps(points.frame[y.field])
    return value_axis(theme, y, title, is_upright=is_upright, **steps)


def amount_scale(props: XYProps, *, is_log: bool = False, **more: Any) -> alt.Scale:
    """Return the scale of a chart's values; it starts at zero unless the page says `yMin`."""
    ends = {"domainMin": props.y_min, "domainMax": props.y_max}
    said = {end: value for end, value in ends.items() if value is not None}
    kind: dict[str, Any] = {"type": "log"} if is_log else {"zero": props.y_min is None}
    return alt.Scale(**(kind | more | said))


def is_clipped(props: XYProps) -> bool:
    """Return whether marks may lie beyond what the page wants to see."""
    return props.y_min is not None or props.y_max is not None


def whole_steps(values: Any) -> dict[str, Any]:
    """Return what keeps an axis of whole numbers from 0.5 and the like."""
    present = values.dropna()
    return {"tickMinStep": 1} if (present == present.round()).all() else {}


def about(kind: str, points: Points, series: Sequence[str] = ()) -> str:
    """Return a description for who cannot see a chart without a title."""
    what = f"{kind} of {points.y.title.lower()} by {points.x.title.lower()}"
    return f"{what}: {', '.join(series)}" if series else what
