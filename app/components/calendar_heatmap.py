"""`<CalendarHeatmap/>`: an amount for each day, a year below the other."""

from __future__ import annotations

import json

import altair as alt

from app.charts import tooltips
from app.charts.amounts import ends_of
from app.charts.calendar import ROWS_OF_YEAR, WEEKS, Calendar, read_calendar
from app.charts.colours import LEGEND, amount_colour
from app.charts.finish import finished, nothing_to_draw
from app.charts.props import ChartProps
from app.components.contract import Call, ColumnName, Component, Format
from app.theme import Theme, theme

_TALLEST_ROW = 14
_LOWEST_ROW = 7
_PAGE = 900
"""The height of all years together, as long as rows can be lower."""
_ROOM_FOR_NAMES = 9
"""The height of a row from which on weekdays have their names beside them."""
_USUAL = 0.99
"""The part of days below the strongest colour, where the page says no `max`."""
_WEEKDAYS = {1: "Mon", 3: "Wed", 5: "Fri"}


class CalendarHeatmapProps(ChartProps, frozen=True, kw_only=True):
    """A cell for each day of every year that has one."""

    date: ColumnName
    value: ColumnName
    value_fmt: Format | None = None
    min: float | None = None
    max: float | None = None
    legend: bool = True


def chart(call: Call[CalendarHeatmapProps]) -> alt.TopLevelMixin:
    """Return the days, coloured by their amounts; days without a row stay pale."""
    props, colours = call.props, theme(call.scope.surroundings.is_dark)
    calendar = read_calendar(call.frame, props.date, props.value, props.value_fmt)
    value = calendar.value
    if not calendar.days[value.field].notna().any():
        return nothing_to_draw(props, colours)
    rows = len(calendar.years) * ROWS_OF_YEAR
    step = max(_LOWEST_ROW, min(_TALLEST_ROW, _PAGE // rows))
    x = alt.X(
        field=calendar.week,
        type="ordinal",
        axis=None,
        scale=alt.Scale(domain=list(range(WEEKS)), paddingInner=0.12, paddingOuter=0),
    )
    y = alt.Y(
        field=calendar.row,
        type="ordinal",
        axis=_axis(colours, calendar, has_weekdays=step >= _ROOM_FOR_NAMES),
        scale=alt.Scale(domain=list(range(rows)), paddingInner=0.12, paddingOuter=0),
    )
    name_x = x.copy()
    name_x["bandPosition"] = 0
    is_there = calendar.days[value.field].notna()
    tips = [tooltips.heading(calendar.date), tooltips.line(value.text, value.title)]
    amounts = calendar.days[value.field]
    # One day away from all others would leave the others pale.
    most = float(amounts.quantile(_USUAL)) if props.max is None else props.max
    low, high = ends_of(amounts, "sequential", props.min, most)
    colour = amount_colour(colours, "sequential", value, low, high, legend=props.legend)
    empty = alt.Chart(calendar.days[~is_there]).mark_rect(color=colours.surface)
    filled = alt.Chart(calendar.days[is_there]).mark_rect()
    names = alt.Chart(calendar.months).mark_text(
        align="left", baseline="middle", color=colours.muted, fontSize=11
    )
    layers = [
        empty.encode(x=x, y=y, tooltip=tips),
        filled.encode(x=x, y=y, tooltip=tips, color=colour),
        names.encode(x=name_x, y=y, text=alt.Text(field=calendar.month, type="nominal")),
    ]
    described = f"{value.title} of each day of {', '.join(map(str, sorted(calendar.years)))}"
    return finished(
        layers,
        props,
        colours,
        height=rows * step,
        about=described,
        above=LEGEND * props.legend,
    )


def _axis(theme: Theme, calendar: Calendar, *, has_weekdays: bool) -> alt.Axis:
    """Return the axis with each year above its weekdays."""
    names = {
        place * ROWS_OF_YEAR + row: name
        for place, year in enumerate(calendar.years)
        for row, name in {0: str(year), **(_WEEKDAYS if has_weekdays else {})}.items()
    }
    is_year = {"test": f"datum.value % {ROWS_OF_YEAR} === 0", "value": "bold"}
    return alt.Axis(
        title=None,
        values=list(names),
        labelExpr=f"{json.dumps({str(k): v for k, v in names.items()})}[datum.value]",
        labelFontSize=11,
        labelColor=theme.muted,
        labelFontWeight={"condition": is_year, "value": "normal"},
        labelOverlap=False,
        labelFlush=False,
        labelPadding=6,
        grid=False,
        domain=False,
        ticks=False,
    )


COMPONENT = Component(
    name="CalendarHeatmap", props=CalendarHeatmapProps, data="required", chart=chart
)
