"""`<BarChart/>`: amounts of categories, of years, of stretches of time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

import altair as alt
import msgspec
import pandas as pd

from app.charts import tooltips
from app.charts.axes import axis_title, band_axis, time_axis
from app.charts.bar_words import ends_with_labels, labelled, with_shares
from app.charts.bars import category_order, with_spans
from app.charts.colours import room_above, series_colour, stack_order
from app.charts.finish import finished, nothing_to_draw
from app.charts.points import Points, read_points, refuse_several
from app.charts.props import XYProps
from app.charts.ranges import range_layers, with_range
from app.charts.references import reference_layers
from app.charts.xy import HEIGHT, about, amount_axis, amount_scale, is_clipped
from app.components.contract import Call, ColumnName, Component, Format
from app.theme import Theme, theme

_ROW = 26
_ROW_IN_GROUP = 15
_AROUND_ROWS = 50
_TALLEST = 1200
_ROUNDING = 3
_GAP = 0.25
_BROADEST = 96
"""The width of a bar in pixels: a few would be blocks on a wide screen."""


class BarChartProps(XYProps, frozen=True, kw_only=True):
    """Bars of one `y`, or of several or of `series`, on top of or beside each other."""

    type: Literal["stacked", "grouped", "stacked100"] = "stacked"
    swap_xy: bool = msgspec.field(default=False, name="swapXY")
    """Whether bars lie: best where categories have long names."""
    sort: bool = True
    """Whether the largest comes first, or rows keep their order; numbers and dates rise."""
    low: ColumnName | None = None
    """Ours: with `high`, where the truth may lie; a line over each bar from one to the other."""
    high: ColumnName | None = None
    labels: bool = False
    label_fmt: Format | None = None


def verify(call: Call[BarChartProps]) -> None:
    """Raise `ValueError` where all labels would say 100%, or a range would have no bar."""
    if call.props.labels and call.props.type == "stacked100":
        raise ValueError("labels: bars of type=stacked100 all reach 100%; leave labels out")
    props = call.props
    if (props.low is None) != (props.high is None):
        raise ValueError("low and high belong together: say both")
    if props.low is not None and (props.series is not None or len(props.y) != 1 or props.labels):
        raise ValueError("low and high are for bars of one y, without series and labels")


def chart(call: Call[BarChartProps]) -> alt.TopLevelMixin:
    """Return the bars, their labels and reference lines."""
    props, colours = call.props, theme(call.scope.surroundings.is_dark)
    points = read_points(call.frame, props)
    if points.is_empty:
        return nothing_to_draw(props, colours)
    if props.low is not None and props.high is not None:
        x_column = props.x or str(call.frame.columns[0])
        points = with_range(points, call.frame, x_column, props.low, props.high)
    frame = points.frame
    points = replace(points, frame=frame[frame[points.y.field].notna()].reset_index(drop=True))
    refuse_several(points)
    if props.type == "stacked100":
        points = with_shares(points)
    bars = _Bars(props, colours, points)
    layers = [
        bars.marks(),
        *(bars.labels() if props.labels else ()),
        *(range_layers(colours, points, bars.category(), bars.amount()) if props.low else ()),
        *reference_layers(colours, call.children, points, bars.category(), bars.amount()),
    ]
    words = about("Bars", points, points.series_values)
    return finished(
        layers, props, colours, height=bars.height, about=words, above=room_above(points, props)
    )


@dataclass(frozen=True, slots=True)
class _Bars:
    """A bar chart in the making."""

    props: BarChartProps
    colours: Theme
    points: Points

    @property
    def is_grouped(self) -> bool:
        return self.props.type == "grouped" and self.points.series is not None

    @property
    def is_timed(self) -> bool:
        """Whether bars stand on an axis of time, where what is missing leaves a gap."""
        props, x = self.props, self.points.x
        has_more = props.labels or props.low is not None
        is_plain = props.sort and not (props.swap_xy or has_more or self.is_grouped)
        return x.kind == "temporal" and is_plain and self.points.frame[x.field].nunique() > 1

    @property
    def height(self) -> int:
        if not self.props.swap_xy:
            return HEIGHT
        rows = self.points.frame[self.points.x.field].nunique()
        in_row = len(self.points.series_values) * _ROW_IN_GROUP if self.is_grouped else 0
        return min(rows * max(_ROW, in_row) + _AROUND_ROWS, _TALLEST)

    def category(self) -> alt.X | alt.Y:
        """Return where the bars stand."""
        x, frame = self.points.x, self.points.frame
        title = axis_title(self.props.x_axis_title, x.title, default=False)
        if self.is_timed:
            return alt.X(
                field=x.field, type="temporal", axis=time_axis(self.colours, title, frame[x.field])
            )
        labels = list(dict.fromkeys(frame[x.text]))
        lies = self.props.swap_xy
        encode = alt.Y if lies else alt.X
        return encode(
            field=x.field,
            type="ordinal",
            sort=category_order(self.points, is_sorted=self.props.sort),
            axis=band_axis(self.colours, x, title, labels, is_upright=lies),
            scale=alt.Scale(paddingInner=_GAP, paddingOuter=_GAP / 2),
        )

    def amount(self) -> alt.X | alt.Y:
        """Return how far the bars reach."""
        props, y = self.props, self.points.y
        is_share = props.type == "stacked100"
        axis = amount_axis(
            self.colours, self.points, props, is_share=is_share, is_upright=not props.swap_xy
        )
        if props.labels:
            # The bars say it themselves.
            axis.labels = axis.grid = False
        encode = alt.X if props.swap_xy else alt.Y
        stack: Any = None if self.is_grouped else "normalize" if is_share else "zero"
        room: dict[str, Any] = {}
        if props.labels:
            room = ends_with_labels(self.points, is_grouped=self.is_grouped)
        scale = amount_scale(props, **room)
        return encode(field=y.field, type="quantitative", stack=stack, axis=axis, scale=scale)

    def marks(self) -> alt.Chart:
        """Return the bars."""
        points, series = self.points, self.points.series
        x, y = ("y", "x") if self.props.swap_xy else ("x", "y")
        encoded: dict[str, Any] = {x: self.category(), y: self.amount()}
        if self.is_timed:
            points, start, end = with_spans(points)
            encoded[x]["field"] = start
            encoded["x2"] = alt.X2(field=end)
            if series is None:
                encoded["y"]["stack"] = None
                encoded["y2"] = alt.Y2Datum(0)
        tips = [tooltips.heading(points.x.text)]
        if series is not None:
            tips.append(tooltips.line(series.field, series.title))
            encoded["color"] = series_colour(self.colours, points, self.props)
            encoded["order"] = stack_order(points)
        if self.is_grouped and series is not None:
            offset = alt.YOffset if self.props.swap_xy else alt.XOffset
            encoded[f"{x}Offset"] = offset(
                field=series.field, type="nominal", sort=list(points.series_values)
            )
        tips.append(tooltips.line(points.y.text, points.y.title))
        is_end = self.is_grouped or (series is None and not self.is_timed)
        is_broad = not (self.is_timed or self.is_grouped or self.props.swap_xy)
        look: dict[str, Any] = (
            {"width": alt.ExprRef(f"min({_BROADEST}, bandwidth('x'))")} if is_broad else {}
        )
        bars = alt.Chart(points.frame).mark_bar(
            **look,
            color=self.colours.accent,
            cornerRadiusEnd=_ROUNDING if is_end else 0,
            clip=is_clipped(self.props),
            # Vega would take a bar with two ends in time for one that lies.
            orient="horizontal" if self.props.swap_xy else "vertical",
        )
        drawn: alt.Chart = bars.encode(**encoded, tooltip=tips)
        return drawn

    def labels(self) -> Iterator[alt.Chart]:
        """Yield the numbers at the ends of the bars; below zero they stand on the other side."""
        frame, label = labelled(self.points, self.props.label_fmt, is_grouped=self.is_grouped)
        amount = frame[self.points.y.field]
        for rows, side in ((frame[amount >= 0], 1), (frame[amount < 0], -1)):
            if len(rows):
                yield self._labels(rows, label, side)

    def _labels(self, rows: pd.DataFrame, label: str, side: int) -> alt.Chart:
        lies = self.props.swap_xy
        x, y = ("y", "x") if lies else ("x", "y")
        amount = self.amount()
        amount["stack"] = None
        encoded: dict[str, Any] = {x: self.category(), y: amount}
        if self.is_grouped and self.points.series is not None:
            offset = alt.YOffset if lies else alt.XOffset
            encoded[f"{x}Offset"] = offset(
                field=self.points.series.field, type="nominal", sort=list(self.points.series_values)
            )
        if lies:
            look: dict[str, Any] = {"align": "left" if side > 0 else "right", "dx": 5 * side}
        else:
            look = {"baseline": "bottom" if side > 0 else "top", "dy": -4 * side}
        words = alt.Chart(rows).mark_text(color=self.colours.text, fontSize=12, **look)
        drawn: alt.Chart = words.encode(**encoded, text=alt.Text(field=label, type="nominal"))
        return drawn


COMPONENT = Component(
    name="BarChart",
    props=BarChartProps,
    data="required",
    chart=chart,
    verify=verify,
    children=frozenset({"ReferenceLine"}),
)
