"""`<ScatterPlot/>`: two numbers of each thing against each other."""

from __future__ import annotations

from typing import Annotated, Any

import altair as alt
import msgspec

from app.charts import tooltips
from app.charts.colours import room_above, series_colour
from app.charts.finish import finished, nothing_to_draw
from app.charts.points import Points, read_points
from app.charts.props import XYProps
from app.charts.references import reference_layers
from app.charts.xy import about, along, up
from app.components.contract import Call, ColumnName, Component
from app.theme import theme

_HEIGHT = 380
_AREA_OF_SIZE = 6
"""Vega counts a point's area; Evidence's `pointSize` is nearer to its width."""


class ScatterPlotProps(XYProps, frozen=True, kw_only=True):
    """A point for each row."""

    tooltip_title: ColumnName | None = None
    """The column whose value heads what is said of a point."""
    point_size: Annotated[float, msgspec.Meta(gt=0, le=100)] = 10
    x_min: float | None = None
    x_max: float | None = None
    y_log: bool = False


def chart(call: Call[ScatterPlotProps]) -> alt.TopLevelMixin:
    """Return the points."""
    props, colours = call.props, theme(call.scope.surroundings.is_dark)
    titled = msgspec.structs.replace(
        props,
        x_axis_title=True if props.x_axis_title is None else props.x_axis_title,
        y_axis_title=True if props.y_axis_title is None else props.y_axis_title,
    )
    also = [props.tooltip_title] if props.tooltip_title else []
    points = read_points(call.frame, titled, also)
    if points.is_empty:
        return nothing_to_draw(props, colours)
    if points.x.kind == "nominal":
        raise ValueError(f"x: the column {points.x.title!r} holds neither numbers nor dates")
    if props.y_log:
        points = points.above_zero()
    ends = {"domainMin": props.x_min, "domainMax": props.x_max}
    said = {end: value for end, value in ends.items() if value is not None}
    x = along(colours, points, titled, has_grid=True, padding=12, **said)
    from_zero: dict[str, Any] = {} if props.y_log else {"zero": False}
    y = up(colours, points, titled, is_log=props.y_log, padding=12, **from_zero)
    spots = alt.Chart(points.frame).encode(x=x, y=y, tooltip=_tooltip(points))
    if points.series is not None:
        spots = spots.encode(color=series_colour(colours, points, titled, symbol="circle"))
    look: dict[str, Any] = {"color": colours.accent, "opacity": 0.7, "clip": True}
    layers = [
        spots.mark_circle(size=props.point_size * _AREA_OF_SIZE, **look),
        *reference_layers(colours, call.children, points, x, y),
    ]
    described = about("Points", points, points.series_values)
    return finished(
        layers, props, colours, height=_HEIGHT, about=described, above=room_above(points, titled)
    )


def _tooltip(points: Points) -> list[alt.Tooltip]:
    shown = [tooltips.heading(channel.text) for channel in points.also]
    if points.series is not None:
        shown.append(tooltips.line(points.series.text, points.series.title))
    return [*shown, *(tooltips.line(axis.text, axis.title) for axis in (points.x, points.y))]


COMPONENT = Component(
    name="ScatterPlot",
    props=ScatterPlotProps,
    data="required",
    chart=chart,
    children=frozenset({"ReferenceLine"}),
)
