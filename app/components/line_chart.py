"""`<LineChart/>`: how numbers go over time or along another number."""

from __future__ import annotations

from typing import Any

import altair as alt

from app.charts.colours import room_above, series_colour
from app.charts.finish import finished, nothing_to_draw
from app.charts.lines import Missing, completed, lone, pointed, pointer
from app.charts.points import read_points
from app.charts.props import XYProps
from app.charts.references import reference_layers
from app.charts.xy import HEIGHT, about, along, is_clipped, up
from app.components.contract import Call, Component
from app.theme import theme

_SPOT: dict[str, Any] = {"filled": True, "opacity": 1, "size": 45}


class LineChartProps(XYProps, frozen=True, kw_only=True):
    """A line for each `y` or each value of `series`."""

    y_log: bool = False
    handle_missing: Missing = "gap"
    step: bool = False
    """Whether a value holds until the next one."""
    markers: bool = False


def chart(call: Call[LineChartProps]) -> alt.TopLevelMixin:
    """Return the lines, with the values of all of them at the pointer."""
    props, colours = call.props, theme(call.scope.surroundings.is_dark)
    points = read_points(call.frame, props)
    if points.is_empty:
        return nothing_to_draw(props, colours)
    points = completed(points.above_zero() if props.y_log else points, props.handle_missing)
    x, y = along(colours, points, props), up(colours, points, props, is_log=props.y_log)
    lines = alt.Chart(points.frame).encode(x=x, y=y)
    if points.series is not None:
        lines = lines.encode(color=series_colour(colours, points, props, symbol="stroke"))
    spots = points.frame if props.markers else lone(points)
    look: dict[str, Any] = {"color": colours.accent, "clip": is_clipped(props)}
    param = pointed(points)
    is_pointed = alt.when(param).then(alt.value(1)).otherwise(alt.value(0))
    layers = [
        lines.mark_line(
            strokeWidth=2.5,
            strokeCap="round",
            strokeJoin="round",
            interpolate="step-after" if props.step else "linear",
            **look,
        ),
        *([lines.properties(data=spots).mark_point(**look, **_SPOT)] if len(spots) else ()),
        lines.mark_point(filled=True, size=70, **look).encode(opacity=is_pointed),
        *reference_layers(colours, call.children, points, x, y),
        *pointer(colours, points, x, param),
    ]
    words = about("Lines", points, points.series_values)
    return finished(
        layers, props, colours, height=HEIGHT, about=words, above=room_above(points, props)
    )


COMPONENT = Component(
    name="LineChart",
    props=LineChartProps,
    data="required",
    chart=chart,
    children=frozenset({"ReferenceLine"}),
)
