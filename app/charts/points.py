"""Rows of `data` as points with an x, a y and perhaps a series."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from app.charts.columns import (
    Kind,
    kind_of,
    moments,
    numbers,
    refuse_non_numbers,
    refuse_too_many,
    words,
)
from app.charts.props import XYProps
from app.charts.table import Table
from app.formats import column_title, infer

_FOLDED = "Measure"
"""The title of a series whose values are the names of columns."""


@dataclass(frozen=True, slots=True)
class Channel:
    """One dimension of the points."""

    field: str
    """Of the values as Vega places them."""
    text: str
    """Of the same values as readers see them."""
    title: str
    kind: Kind
    fmt: str | None = None


@dataclass(frozen=True, slots=True)
class Points:
    """The points of a chart, in the order of their rows."""

    frame: pd.DataFrame
    x: Channel
    y: Channel
    series: Channel | None
    series_values: tuple[str, ...] = ()
    """Each series once, in the order of the legend."""

    rank: str = ""
    """The field with the place of a point's series in that order."""
    also: tuple[Channel, ...] = ()
    """Columns that are only to be read, as words."""

    def above_zero(self) -> Points:
        """Return the points that a logarithmic axis has a place for."""
        return replace(self, frame=self.frame[self.frame[self.y.field] > 0].reset_index(drop=True))

    @property
    def is_empty(self) -> bool:
        """Whether there is not one value to draw."""
        return not self.frame[self.y.field].notna().any()


def read_points(frame: pd.DataFrame, props: XYProps, also: Sequence[str] = ()) -> Points:
    """Return the points that the props name, several `y` below each other as series.

    The columns `also` come along as words.

    Raises `ValueError` where a column cannot be what a prop makes of it.
    """
    x = props.x or str(frame.columns[0])
    ys = props.y or _unused_numbers(frame, x, props.series)
    if not ys:
        raise ValueError("y: there is no column of numbers beside x; name one")
    for column in ys:
        refuse_non_numbers(frame, column, "y")
    refuse_too_many(len(frame) * len(ys))
    kind = kind_of(frame[x]) or "nominal"
    if kind != "nominal":
        # A point without a place can be drawn nowhere.
        frame = frame[frame[x].notna()]
    table = Table()
    x_channel = _add_x(table, frame[x], kind, props.x_fmt, times=len(ys))
    y_channel = _add_y(table, frame, ys, props.y_fmt)
    others = tuple(_add_words(table, frame[column], times=len(ys)) for column in also)
    if len(ys) == 1 and props.series is None:
        return Points(table.frame, x_channel, y_channel, None, also=others)
    series, values = _add_series(table, frame, ys, props)
    rank = table.add("Order", table.frame[series.field].map(values.index))
    return Points(table.frame, x_channel, y_channel, series, values, rank, others)


def refuse_several(points: Points) -> None:
    """Raise `ValueError` where a series has several rows at one x: only one could be its value."""
    series = [points.series.field] if points.series is not None else []
    if points.frame.duplicated([points.x.field, *series]).any():
        of = f" of one {points.series.title}" if points.series is not None else ""
        raise ValueError(f"there are several rows{of} at one {points.x.title}: aggregate in SQL")


def _unused_numbers(frame: pd.DataFrame, x: str, series: str | None) -> tuple[str, ...]:
    return tuple(
        str(column)
        for column in frame.columns
        if column not in (x, series) and kind_of(frame[column]) in ("quantitative", None)
    )


def _add_x(table: Table, values: pd.Series, kind: Kind, fmt: str | None, *, times: int) -> Channel:
    name = str(values.name)
    title = column_title(name)
    fmt = fmt or (infer(name) if kind == "quantitative" else None)
    text = _repeat(words(values, fmt), times)
    if kind == "nominal":
        field = table.add(title, text)
        return Channel(field, field, title, kind)
    plain = numbers(values) if kind == "quantitative" else moments(values)
    field = table.add(title, _repeat(plain, times))
    return Channel(field, table.add(f"{title} in words", text), title, kind, fmt)


def _add_y(table: Table, frame: pd.DataFrame, ys: Sequence[str], fmt: str | None) -> Channel:
    formats = [fmt or infer(column) for column in ys]
    title = column_title(ys[0]) if len(ys) == 1 else "Value"
    field = table.add(title, _stacked([numbers(frame[column]) for column in ys]))
    text = [words(frame[column], own) for column, own in zip(ys, formats, strict=True)]
    is_one_format = len(set(formats)) == 1
    return Channel(
        field,
        table.add(f"{title} in words", _stacked(text)),
        title,
        "quantitative",
        formats[0] if is_one_format else None,
    )


def _add_words(table: Table, values: pd.Series, *, times: int) -> Channel:
    title = column_title(str(values.name))
    field = table.add(title, _repeat(words(values), times))
    return Channel(field, field, title, "nominal")


def _add_series(
    table: Table, frame: pd.DataFrame, ys: Sequence[str], props: XYProps
) -> tuple[Channel, tuple[str, ...]]:
    titles = [column_title(column) for column in ys]
    if props.series is None:
        names = [title for title in titles for _ in range(len(frame))]
        title = _FOLDED
    else:
        own = words(frame[props.series]).tolist()
        title = column_title(props.series)
        names = own if len(ys) == 1 else [f"{name} · {one}" for one in titles for name in own]
    field = table.add(title, names)
    present = list(dict.fromkeys(names))
    first = [name for name in props.series_order if name in present]
    order = tuple(dict.fromkeys([*first, *present]))
    return Channel(field, field, title, "nominal"), order


def _repeat(values: pd.Series, times: int) -> pd.Series:
    return _stacked([values] * times)


def _stacked(pieces: Sequence[pd.Series]) -> pd.Series:
    return pieces[0] if len(pieces) == 1 else pd.concat(pieces, ignore_index=True)
