"""The props that charts have in common; see Evidence's for their meaning."""

from __future__ import annotations

from typing import Annotated, TypeAlias

import msgspec

from app.components.contract import ColumnName, ColumnNames, DataProps, Format

Height: TypeAlias = Annotated[int, msgspec.Meta(ge=60, le=1200)]
"""In pixels."""
AxisTitle: TypeAlias = "bool | str | None"
"""Words, true for the column's name, false for none."""


class ChartProps(DataProps, frozen=True, kw_only=True):
    """What all charts take."""

    title: str = ""
    subtitle: str = ""
    chart_area_height: Height | None = None


class XYProps(ChartProps, frozen=True, kw_only=True):
    """What charts with two axes take."""

    x: ColumnName | None = None
    """The first column unless said."""
    y: ColumnNames = ()
    """The columns of numbers that nothing else uses, unless said."""
    series: ColumnName | None = None
    series_order: tuple[str, ...] = ()
    x_fmt: Format | None = None
    y_fmt: Format | None = None
    x_axis_title: AxisTitle = None
    y_axis_title: AxisTitle = None
    y_min: float | None = None
    y_max: float | None = None
    legend: bool = True
