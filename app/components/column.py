"""`<Column id=hours fmt=num0 contentType=bar/>` in a `<DataTable>`: how one column looks.

Columns of data are never links or images: whoever named an artist would choose what is fetched.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal, TypedDict, cast

import numpy as np
import pandas as pd
import streamlit as st
from pandas.api.types import (
    is_bool_dtype,
    is_datetime64_any_dtype,
    is_integer_dtype,
    is_list_like,
)

from app.cells import has_numbers
from app.components.contract import ColumnName, Component, Format, Props
from app.escape import md, plain
from app.formats import (
    column_factor,
    column_title,
    format_text,
    infer,
    is_nothing,
    number_column_format,
    time_column_format,
)

if TYPE_CHECKING:
    from streamlit.elements.lib.column_types import ColumnConfig

Align = Literal["left", "center", "right"]

_WHOLE = "num0"
_DAY = "MMM D, YYYY"
_MOMENT = "MMM D, YYYY, HH:mm"


class ColumnProps(Props, frozen=True, kw_only=True):
    """One column; what is not said is told by its name and its values."""

    id: ColumnName
    title: str | None = None
    description: str | None = None
    """Words that the column's head shows when it is pointed at."""
    align: Align | None = None
    fmt: Format | None = None
    content_type: Literal["bar", "sparkline"] | None = None
    """A bar from 0 to the column's largest number, or a small line of a list of numbers."""
    total_agg: Literal["sum", "avg", "min", "median", "max", "none"] = "sum"
    """What a table's `totalRow` says of the column, where it is one of numbers."""


class _Head(TypedDict):
    label: str
    help: str | None


class _Placed(_Head):
    alignment: Align | None


def title_of(props: ColumnProps) -> str:
    """Return the words at the column's head."""
    return plain(column_title(props.id) if props.title is None else props.title)


def shape(values: pd.Series, props: ColumnProps) -> tuple[pd.Series, ColumnConfig]:
    """Return the cells as a table takes them, and how it has to show them."""
    head: _Head = {
        "label": title_of(props),
        "help": md(props.description) if props.description else None,
    }
    fmt = props.fmt or infer(props.id)
    if props.content_type == "sparkline":
        return values.map(_points).astype(object), st.column_config.LineChartColumn(**head)
    if props.content_type == "bar":
        return _bar(values, fmt, head)
    placed: _Placed = {**head, "alignment": props.align}
    if is_bool_dtype(values):
        return values, st.column_config.CheckboxColumn(**placed)
    if has_numbers(values):
        return _number(values, fmt, placed)
    if is_datetime64_any_dtype(values):
        return _moment(values, fmt, placed)
    return values.map(_words).astype(object), st.column_config.TextColumn(**placed)


def refuse(values: pd.Series, props: ColumnProps) -> None:
    """Raise `ValueError` where the values cannot be shown as the column asks."""
    if props.content_type == "bar" and not has_numbers(values):
        raise ValueError(f"a bar needs numbers, and {props.id} has none")
    if props.content_type == "sparkline" and not all(map(_is_course, values)):
        raise ValueError(
            f"a sparkline in a table needs lists of numbers, and {props.id} has other values: "
            "list(… order by …) makes them in SQL"
        )


def _is_course(value: object) -> bool:
    """Return whether a cell can be drawn as a line, or is empty."""
    if not is_list_like(value):
        return is_nothing(value)
    return all(isinstance(one, (int, float, np.number)) or is_nothing(one) for one in _each(value))


def _points(value: object) -> list[float] | None:
    if not is_list_like(value):
        return None
    return [float(cast("float", one)) for one in _each(value) if not is_nothing(one)]


def _each(cells: object) -> list[object]:
    # DuckDB masks what is null in a list; `tolist` gives None for it.
    return list(
        cells.tolist() if isinstance(cells, np.ndarray) else cast("Iterable[object]", cells)
    )


def _bar(values: pd.Series, fmt: str | None, head: _Head) -> tuple[pd.Series, ColumnConfig]:
    pattern = number_column_format(fmt) if fmt else None
    scaled = values.astype("float64") * (column_factor(fmt) if fmt and pattern else 1.0)
    largest = scaled.max()
    return scaled, st.column_config.ProgressColumn(
        **head,
        format=pattern or "compact",
        min_value=min(0.0, scaled.min()) if len(scaled.dropna()) else 0.0,
        max_value=largest if largest > 0 else 1.0,
    )


def _number(values: pd.Series, fmt: str | None, placed: _Placed) -> tuple[pd.Series, ColumnConfig]:
    used = fmt or (_WHOLE if is_integer_dtype(values) else None)
    if used is None:
        return values, st.column_config.NumberColumn(**placed)
    pattern = number_column_format(used)
    if pattern is None:
        # A format that tables do not know, such as one with a sign: as text, to the right.
        words = values.map(lambda value: None if is_nothing(value) else format_text(value, used))
        right: _Placed = {**placed, "alignment": placed["alignment"] or "right"}
        return words.astype(object), st.column_config.TextColumn(**right)
    factor = column_factor(used)
    scaled = values if factor == 1 else values.astype("float64") * factor
    return scaled, st.column_config.NumberColumn(**placed, format=pattern)


def _moment(values: pd.Series, fmt: str | None, placed: _Placed) -> tuple[pd.Series, ColumnConfig]:
    pattern = time_column_format(fmt) if fmt else None
    known = values.dropna()
    if (known == known.dt.normalize()).all():
        return values, st.column_config.DateColumn(**placed, format=pattern or _DAY)
    return values, st.column_config.DatetimeColumn(**placed, format=pattern or _MOMENT)


def _words(value: object) -> str | None:
    if is_list_like(value):
        return plain(format_text(_each(value)))
    return None if is_nothing(value) else plain(value)


COMPONENT = Component(name="Column", props=ColumnProps, is_child=True)
