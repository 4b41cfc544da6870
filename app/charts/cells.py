"""Rows of `data` as the cells of a grid: an amount for each pair of categories."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from app.charts.columns import (
    kind_of,
    moments,
    numbers,
    refuse_non_numbers,
    refuse_too_many,
    words,
)
from app.charts.points import Channel
from app.charts.table import Table
from app.formats import column_title, infer

_ROLES = ("x", "y", "value", "x by", "y by")


@dataclass(frozen=True, slots=True)
class Side:
    """One direction of the grid."""

    channel: Channel
    sort: Any
    """Vega's: the categories in order, or `ascending`."""
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cells:
    """The grid."""

    frame: pd.DataFrame
    x: Side
    y: Side
    value: Channel

    @property
    def is_empty(self) -> bool:
        """Whether there is not one amount to draw."""
        return not self.frame[self.value.field].notna().any()


def read_cells(
    frame: pd.DataFrame,
    x: str,
    y: str,
    value: str,
    fmt: str | None,
    *,
    sorts: tuple[str | None, str | None] = (None, None),
    is_zero_filled: bool = True,
) -> Cells:
    """Return the cells of two columns of categories and one of numbers.

    `sorts` are columns that order the categories of x and of y; without them numbers and dates
    rise and words stay in the order of the rows. Pairs without a row count as zero, or stay empty.

    Raises `ValueError` where a pair has several rows.
    """
    refuse_non_numbers(frame, value, "value")
    by_x, by_y = (name if by is None else by for name, by in zip((x, y), sorts, strict=True))
    # Own names: one column may be several of these.
    rows = pd.DataFrame(
        {
            name: frame[column]
            for name, column in zip(_ROLES, (x, y, value, by_x, by_y), strict=True)
        }
    )
    rows = rows[rows["x"].notna() & rows["y"].notna()]
    if rows.duplicated(["x", "y"]).any():
        raise ValueError(f"a pair of {x} and {y} has several rows: aggregate in SQL")
    ordered_x = _ordered(rows, "x", is_sorted=sorts[0] is not None)
    ordered_y = _ordered(rows, "y", is_sorted=sorts[1] is not None)
    if is_zero_filled:
        refuse_too_many(len(ordered_x) * len(ordered_y))
        grid = ordered_x.to_frame().merge(ordered_y.to_frame(), how="cross")
        rows = grid.merge(rows, how="left", on=["x", "y"])
    refuse_too_many(len(rows))
    amounts = numbers(rows["value"])
    if is_zero_filled:
        amounts = amounts.fillna(0.0)
    table = Table()
    side_x = _add_side(table, x, rows["x"], ordered_x, is_sorted=sorts[0] is not None)
    side_y = _add_side(table, y, rows["y"], ordered_y, is_sorted=sorts[1] is not None)
    fmt = fmt or infer(value)
    title = column_title(value)
    field = table.add(title, amounts)
    text = table.add(f"{title} in words", words(amounts, fmt))
    return Cells(table.frame, side_x, side_y, Channel(field, text, title, "quantitative", fmt))


def _ordered(rows: pd.DataFrame, side: str, *, is_sorted: bool) -> pd.Series:
    """Return each category once, in order."""
    if is_sorted:
        rows = rows.sort_values(f"{side} by", kind="stable")
    elif kind_of(rows[side]) in ("quantitative", "temporal"):
        rows = rows.sort_values(side, kind="stable")
    return rows[side].drop_duplicates().reset_index(drop=True)


def _add_side(
    table: Table, name: str, values: pd.Series, ordered: pd.Series, *, is_sorted: bool
) -> Side:
    kind = kind_of(ordered) or "nominal"
    title = column_title(name)
    fmt = infer(name) if kind == "quantitative" else None
    labels = words(ordered, fmt)
    text = words(values, fmt)
    if kind == "nominal" or is_sorted:
        field = table.add(title, text)
        return Side(Channel(field, field, title, "nominal"), labels.tolist(), tuple(labels))
    field = table.add(title, numbers(values) if kind == "quantitative" else moments(values))
    channel = Channel(field, table.add(f"{title} in words", text), title, kind, fmt)
    return Side(channel, "ascending", tuple(labels))


def letters(labels: Sequence[str]) -> int:
    """Return the length of the longest label."""
    return max(map(len, labels), default=0)
