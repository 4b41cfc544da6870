"""`<Value data={q} column=hours fmt=num0/>`: one value, also in the middle of a sentence."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from app.cells import aggregate, cell, first_column, need_numbers, refuse_structs
from app.components.contract import Call, ColumnName, Component, DataProps, Format
from app.formats import format_text, infer


class ValueProps(DataProps, frozen=True, kw_only=True):
    """Which value: of one row, or of all rows together."""

    column: ColumnName | None = None
    row: Annotated[int, msgspec.Meta(ge=0)] = 0
    fmt: Format | None = None
    agg: Literal["sum", "avg", "min", "median", "max"] | None = None


def text(call: Call[ValueProps]) -> str:
    """Return the value as a reader should see it; a row that is not there is a dash."""
    props = call.props
    column = props.column or first_column(call.frame)
    if props.agg is None:
        value = cell(call.frame, column, props.row)
    else:
        value = aggregate(call.frame[column], props.agg)
    return format_text(value, props.fmt or infer(column))


def verify(call: Call[ValueProps]) -> None:
    """Refuse structs, and aggregates of what is no number."""
    column = call.props.column or first_column(call.frame)
    refuse_structs(call.frame, [column])
    if call.props.agg is not None:
        need_numbers(call.frame, column, f"agg={call.props.agg}")


COMPONENT = Component(name="Value", props=ValueProps, data="required", text=text, verify=verify)
