"""`<BigValue data={q} value=hours comparison=change_share/>`: one number to see first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import pandas as pd
import streamlit as st

from app.cells import cell, need_numbers, refuse_structs
from app.components.contract import Call, ColumnName, Component, DataProps, Format
from app.escape import md
from app.formats import column_title, format_text, infer, is_nothing

if TYPE_CHECKING:
    from streamlit.elements.metric import DeltaArrow, DeltaColor


class BigValueProps(DataProps, frozen=True, kw_only=True):
    """The value of the first row; with a sparkline, the rows are its course."""

    value: ColumnName
    title: str | None = None
    fmt: Format | None = None
    comparison: ColumnName | None = None
    """A column with the change itself, or with words when `comparison_delta` is false."""
    comparison_title: str | None = None
    """What it is compared with; the column's name if nothing is said."""
    comparison_fmt: Format | None = None
    comparison_delta: bool = True
    """Whether an arrow and a colour tell the direction of the change."""
    down_is_good: bool = False
    neutral_min: float = 0
    neutral_max: float = 0
    sparkline: ColumnName | None = None
    """A column of dates or numbers that puts the values in order."""
    sparkline_type: Literal["line", "area", "bar"] = "line"


def draw(call: Call[BigValueProps]) -> None:
    """Draw a card with title, number, change and course."""
    props = call.props
    shown = format_text(cell(call.frame, props.value, 0), props.fmt or infer(props.value))
    change, arrow, color = _change(call)
    st.metric(
        md(column_title(props.value) if props.title is None else props.title),
        md(shown),
        md(change) if change else None,
        delta_arrow=arrow,
        delta_color=color,
        delta_description=md(_compared_with(props)) if change else None,
        chart_data=course(call) or None,
        chart_type=props.sparkline_type,
        border=True,
        height="stretch",
    )


def course(call: Call[BigValueProps]) -> list[float]:
    """Return the values in the order of the sparkline's column, without gaps."""
    props = call.props
    if props.sparkline is None:
        return []
    in_order = call.frame.sort_values(props.sparkline, kind="stable")[props.value]
    return [float(number) for number in pd.to_numeric(in_order).dropna()]


def verify(call: Call[BigValueProps]) -> None:
    """Refuse structs, a change that is no number, and the course of what is none."""
    props, frame = call.props, call.frame
    refuse_structs(frame, [props.value])
    if props.comparison and props.comparison_delta:
        need_numbers(frame, props.comparison, "a comparison with an arrow")
    if props.sparkline:
        need_numbers(frame, props.value, "a sparkline")
    if props.neutral_min > props.neutral_max:
        raise ValueError("neutralMin is above neutralMax")


def _change(call: Call[BigValueProps]) -> tuple[str, DeltaArrow, DeltaColor]:
    props = call.props
    value = cell(call.frame, props.comparison, 0) if props.comparison else None
    if props.comparison is None or is_nothing(value):
        return "", "off", "off"
    shown = format_text(value, props.comparison_fmt or infer(props.comparison))
    # Said outright: Streamlit reads the sign of its text, which is escaped here.
    arrow = _direction(value, props) if props.comparison_delta else "off"
    if arrow == "off":
        return shown, "off", "off"
    is_good = (arrow == "up") != props.down_is_good
    return shown, arrow, "green" if is_good else "red"


def _direction(value: Any, props: BigValueProps) -> DeltaArrow:
    """Return where a change goes; within the neutral range it is none."""
    number = float(value)
    if props.neutral_min <= number <= props.neutral_max:
        return "off"
    return "up" if number > props.neutral_max else "down"


def _compared_with(props: BigValueProps) -> str:
    if props.comparison_title is None:
        return column_title(props.comparison or "").lower()
    return props.comparison_title


COMPONENT = Component(
    name="BigValue", props=BigValueProps, data="required", draw=draw, verify=verify
)
