"""`<DataTable data={q} rows=10/>`: rows and columns; sorting and search are Streamlit's own.

Cells are drawn as they are, never as markdown, links or images.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import msgspec
import pandas as pd
import streamlit as st

from app.cells import aggregate, has_numbers, refuse_structs
from app.components.column import ColumnProps, refuse, shape, title_of
from app.components.contract import Call, Component, DataProps
from app.escape import md, plain
from app.formats import NOTHING, format_text, infer

if TYPE_CHECKING:
    from streamlit.elements.lib.column_types import ColumnConfig

_ROW_PIXELS = 35
_BORDER_PIXELS = 2
_AGGREGATES = {"sum": "", "avg": "mean ", "min": "least ", "median": "median ", "max": "most "}


class DataTableProps(DataProps, frozen=True, kw_only=True):
    """A table of the columns that its `<Column/>` children name, or of all."""

    title: str = ""
    subtitle: str = ""
    rows: Annotated[int, msgspec.Meta(ge=1)] | Literal["all"] = 10
    """How many rows are seen at once; the others are reached by scrolling."""
    row_numbers: bool = False
    total_row: bool = False
    """Whether a line below, which no sorting moves, says what all rows come to."""


def draw(call: Call[DataTableProps]) -> None:
    """Draw title, table and totals."""
    props = call.props
    if props.title:
        st.markdown(f"**{md(props.title)}**")
    if props.subtitle:
        st.caption(md(props.subtitle))
    cells, config = table(call)
    st.dataframe(
        cells,
        column_config=config,
        hide_index=not props.row_numbers,
        height=height(len(cells), props.rows),
        placeholder=NOTHING,
        alt=plain(props.title) or None,
    )
    if props.total_row and (line := totals(call)):
        st.caption(md(line))


def table(call: Call[DataTableProps]) -> tuple[pd.DataFrame, dict[str, ColumnConfig]]:
    """Return the cells in the order of the columns, and how each column is shown."""
    shaped = {column.id: shape(call.frame[column.id], column) for column in columns(call)}
    cells = pd.DataFrame({name: values for name, (values, _) in shaped.items()})
    cells.index = pd.RangeIndex(1, len(cells) + 1)
    return cells, {name: config for name, (_, config) in shaped.items()}


def columns(call: Call[DataTableProps]) -> list[ColumnProps]:
    """Return what is shown: the columns that the page names, or every one."""
    said = [child.props for child in call.children if isinstance(child.props, ColumnProps)]
    return said or [ColumnProps(id=str(name)) for name in call.frame.columns]


def height(count: int, rows: int | Literal["all"]) -> int | Literal["content"]:
    """Return the height that shows so many of `count` rows, in pixels."""
    if rows == "all" or count <= rows:
        return "content"
    return (rows + 1) * _ROW_PIXELS + _BORDER_PIXELS


def totals(call: Call[DataTableProps]) -> str:
    """Return what the rows come to, for each column of numbers that does not say `none`."""
    parts = []
    for column in columns(call):
        if column.total_agg == "none" or not has_numbers(call.frame[column.id]):
            continue
        total = aggregate(call.frame[column.id], column.total_agg)
        shown = format_text(total, column.fmt or infer(column.id))
        parts.append(f"{title_of(column)} {_AGGREGATES[column.total_agg]}{shown}")
    return "Total: " + " · ".join(parts) if parts else ""


def verify(call: Call[DataTableProps]) -> None:
    """Refuse structs, a column named twice, and bars or lines of what is no number."""
    said = columns(call)
    names = [column.id for column in said]
    for name in names:
        if name not in call.frame.columns:
            raise ValueError(f"the data has no column {name}")
        if names.count(name) > 1:
            raise ValueError(f"the column {name} is there twice")
    refuse_structs(call.frame, names)
    for column in said:
        refuse(call.frame[column.id], column)


COMPONENT = Component(
    name="DataTable",
    props=DataTableProps,
    data="required",
    draw=draw,
    verify=verify,
    children=frozenset({"Column"}),
)
