"""`<Heatmap/>`: amounts of two categories, such as weekday and hour."""

from __future__ import annotations

from collections.abc import Iterator

import altair as alt

from app.charts import tooltips
from app.charts.amounts import Ramp, ends_of, is_strong
from app.charts.axes import LETTER, axis_title, band_axis
from app.charts.cells import Cells, letters, read_cells
from app.charts.colours import LEGEND, amount_colour
from app.charts.finish import finished, nothing_to_draw
from app.charts.props import AxisTitle, ChartProps
from app.components.contract import Call, ColumnName, Component, Format
from app.theme import Theme, theme

_ROW = 30
_TALLEST = 900
_AROUND_ROWS = 40
_AROUND_NUMBER = 6


class HeatmapProps(ChartProps, frozen=True, kw_only=True):
    """A cell for each pair of `x` and `y`."""

    x: ColumnName
    y: ColumnName
    value: ColumnName
    value_fmt: Format | None = None
    x_sort: ColumnName | None = None
    """What orders the categories of x: then some labels are left out where they lack room."""
    y_sort: ColumnName | None = None
    x_axis_title: AxisTitle = None
    y_axis_title: AxisTitle = None
    color_scale: Ramp = "sequential"
    min: float | None = None
    max: float | None = None
    value_labels: bool | None = None
    """Whether cells show their number; unless said, where the screen has room."""
    nulls_zero: bool = True
    zero_display: str | None = None
    """What stands in a cell of zero."""
    legend: bool = True


def chart(call: Call[HeatmapProps]) -> alt.TopLevelMixin:
    """Return the cells, and their numbers where there is room."""
    props, colours = call.props, theme(call.scope.surroundings.is_dark)
    cells = read_cells(
        call.frame,
        props.x,
        props.y,
        props.value,
        props.value_fmt,
        sorts=(props.x_sort, props.y_sort),
        is_zero_filled=props.nulls_zero,
    )
    if cells.is_empty:
        return nothing_to_draw(props, colours)
    value = cells.value
    if props.zero_display is not None:
        cells.frame.loc[cells.frame[value.field] == 0, value.text] = props.zero_display
    low, high = ends_of(cells.frame[value.field], props.color_scale, props.min, props.max)
    base = alt.Chart(cells.frame[cells.frame[value.field].notna()]).encode(
        x=_x(colours, cells, props), y=_y(colours, cells, props)
    )
    marks = base.mark_rect(cornerRadius=2).encode(
        color=amount_colour(colours, props.color_scale, value, low, high, legend=props.legend),
        tooltip=[
            tooltips.line(cells.y.channel.text, cells.y.channel.title),
            tooltips.line(cells.x.channel.text, cells.x.channel.title),
            tooltips.line(value.text, value.title),
        ],
    )
    layers = [marks]
    if props.value_labels is not False:
        is_shown = 1 if props.value_labels else _where_there_is_room(cells)
        layers += _labels(colours, base, cells, (low, high), props.color_scale, is_shown)
    described = f"{value.title} by {cells.y.channel.title} and {cells.x.channel.title}"
    height = min(len(cells.y.labels) * _ROW, _TALLEST) + _AROUND_ROWS
    return finished(
        layers, props, colours, height=height, about=described, above=LEGEND * props.legend
    )


def _x(theme: Theme, cells: Cells, props: HeatmapProps) -> alt.X:
    side = cells.x
    title = axis_title(props.x_axis_title, side.channel.title, default=False)
    return alt.X(
        field=side.channel.field,
        type="ordinal",
        sort=side.sort,
        axis=band_axis(
            theme,
            side.channel,
            title,
            side.labels,
            is_upright=False,
            domain=False,
            is_sequence=props.x_sort is not None,
        ),
        scale=alt.Scale(paddingInner=0.06, paddingOuter=0),
    )


def _y(theme: Theme, cells: Cells, props: HeatmapProps) -> alt.Y:
    side = cells.y
    title = axis_title(props.y_axis_title, side.channel.title, default=False)
    return alt.Y(
        field=side.channel.field,
        type="ordinal",
        sort=side.sort,
        axis=band_axis(theme, side.channel, title, side.labels, is_upright=True),
        scale=alt.Scale(paddingInner=0.08, paddingOuter=0),
    )


def _where_there_is_room(cells: Cells) -> alt.ExprRef:
    """Return the opacity of the numbers: none on a screen where they would not fit."""
    widest = letters(cells.frame[cells.value.text].tolist()) * LETTER + _AROUND_NUMBER
    return alt.ExprRef(f"width < {widest * len(cells.x.labels)} ? 0 : 1")


def _labels(
    theme: Theme,
    base: alt.Chart,
    cells: Cells,
    ends: tuple[float, float],
    ramp: Ramp,
    opacity: alt.ExprRef | int,
) -> Iterator[alt.Chart]:
    """Yield the numbers, in the colour that is legible on that of their cells."""
    value = cells.value
    strong = cells.frame[value.field].map(lambda amount: is_strong(amount, ends, ramp))
    for rows, colour in ((strong, theme.background), (~strong, theme.text)):
        frame = cells.frame[rows & cells.frame[value.field].notna()]
        if len(frame):
            yield (
                base.properties(data=frame)
                .mark_text(color=colour, fontSize=12, opacity=opacity)
                .encode(text=alt.Text(field=value.text, type="nominal"))
            )


COMPONENT = Component(name="Heatmap", props=HeatmapProps, data="required", chart=chart)
