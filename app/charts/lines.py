"""What a line shows of its rows: its gaps, its lone points, the values at the pointer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal, TypeAlias

import altair as alt
import pandas as pd

from app.charts import tooltips
from app.charts.columns import refuse_too_many
from app.charts.points import Points, refuse_several
from app.charts.table import Table
from app.formats import NOTHING, format_text
from app.theme import Theme

Missing: TypeAlias = Literal["gap", "connect", "zero"]

_MOST_NAMED = 12
"""How many series the tooltip lists."""


def completed(points: Points, missing: Missing) -> Points:
    """Return the points with a row for each series at each x, in the order of x.

    What is missing stays a gap, becomes zero, or is left out so that its neighbours connect.

    Raises `ValueError` where these are too many, or a series has several rows at one x.
    """
    x, y, frame = points.x, points.y, points.frame
    refuse_several(points)
    if points.series is not None:
        refuse_too_many(frame[x.field].nunique() * len(points.series_values))
        places = frame[list(dict.fromkeys([x.field, x.text]))].drop_duplicates(x.field)
        names = pd.DataFrame({points.series.field: list(points.series_values)})
        values = frame.drop(columns=[x.text]) if x.text != x.field else frame
        frame = places.merge(names, how="cross").merge(
            values, how="left", on=[x.field, points.series.field]
        )
        frame[y.text] = frame[y.text].fillna(NOTHING)
        frame[points.rank] = frame[points.series.field].map(points.series_values.index)
    if x.kind != "nominal":
        frame = frame.sort_values(x.field, kind="stable")
    if missing == "connect":
        frame = frame[frame[y.field].notna()]
    if missing == "zero":
        is_missing = frame[y.field].isna()
        frame = frame.assign(
            **{
                y.field: frame[y.field].mask(is_missing, 0.0),
                y.text: frame[y.text].mask(is_missing, format_text(0, y.fmt)),
            }
        )
    return replace(points, frame=frame.reset_index(drop=True))


def lone(points: Points) -> pd.DataFrame:
    """Return the points without a neighbour, which a line would not show."""
    is_there = points.frame[points.y.field].notna()
    if points.series is None:
        before, after = is_there.shift(fill_value=False), is_there.shift(-1, fill_value=False)
    else:
        grouped = is_there.groupby(points.frame[points.series.field])
        before, after = grouped.shift(fill_value=False), grouped.shift(-1, fill_value=False)
    return points.frame[is_there & ~before & ~after]


def pointed(points: Points) -> alt.Parameter:
    """Return the selection of the x nearest to the pointer."""
    return alt.selection_point(
        name="pointed",
        fields=[points.x.field],
        nearest=True,
        on="pointerover",
        clear="pointerout",
        empty=False,
    )


def pointer(theme: Theme, points: Points, x: alt.X, param: alt.Parameter) -> Iterator[alt.Chart]:
    """Yield the line at the pointer, whose tooltip has the value of each series there."""
    table, lines = _at_each_x(points)
    yield (
        alt.Chart(table.frame)
        .mark_rule(color=theme.muted, strokeWidth=1)
        .encode(
            x=x.copy(),
            opacity=alt.when(param).then(alt.value(0.7)).otherwise(alt.value(0)),
            tooltip=lines,
        )
        .add_params(param)
    )


def _at_each_x(points: Points) -> tuple[Table, list[alt.Tooltip]]:
    frame, x, y = points.frame, points.x, points.y
    places = frame[list(dict.fromkeys([x.field, x.text]))].drop_duplicates(x.field)
    table = Table()
    table.add(x.field, places[x.field])
    lines = [tooltips.heading(table.add(x.text, places[x.text]) if x.text != x.field else x.field)]
    series = points.series
    if series is None:
        texts = {y.title: frame}
    else:
        shown = points.series_values[:_MOST_NAMED]
        texts = {name: frame[frame[series.field] == name] for name in shown}
    for name, rows in texts.items():
        said = rows.drop_duplicates(x.field).set_index(x.field)[y.text]
        field = table.add(name, [said.get(at, NOTHING) for at in places[x.field]])
        lines.append(tooltips.line(field, name))
    return table, lines
