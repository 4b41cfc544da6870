"""`<Grid cols=…>`: what is inside, side by side; on a phone, below each other."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
import streamlit as st

from app.components.contract import Call, Component, Props

_GAPS: dict[str, Literal["small", "medium", "large"] | None] = {
    "none": None,
    "sm": "small",
    "md": "medium",
    "lg": "large",
}


class GridProps(Props, frozen=True, kw_only=True):
    """How many stand side by side, and how far apart."""

    cols: Annotated[int, msgspec.Meta(ge=1, le=6)] = 2
    gap_size: Literal["none", "sm", "md", "lg"] = "md"


def _draw(call: Call[GridProps]) -> None:
    # A row at a time: on a narrow screen columns are stacked, and the order stays that of the page.
    cells, cols = call.scope.cells(call.tag.children), call.props.cols
    for start in range(0, len(cells), cols):
        columns = st.columns(cols, gap=_GAPS[call.props.gap_size])
        for column, draw in zip(columns, cells[start : start + cols], strict=False):
            with column:
                draw()


COMPONENT = Component(name="Grid", props=GridProps, draw=_draw, takes_body=True)
