"""The tags that pages may use: one line for each module of `app.components`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.components import (
    alert,
    bar_chart,
    big_value,
    button_group,
    button_group_item,
    calendar_heatmap,
    column,
    command,
    data_table,
    details,
    dropdown,
    feedback,
    grid,
    heatmap,
    last_refreshed,
    line_chart,
    link_button,
    reference_line,
    scatter_plot,
    slider,
    sql_console,
    tab,
    tabs,
    text_input,
    value,
)
from app.components.contract import Component

_MODULES = (
    alert,
    bar_chart,
    big_value,
    button_group,
    button_group_item,
    calendar_heatmap,
    column,
    command,
    data_table,
    details,
    dropdown,
    feedback,
    grid,
    heatmap,
    last_refreshed,
    line_chart,
    link_button,
    reference_line,
    scatter_plot,
    slider,
    sql_console,
    tab,
    tabs,
    text_input,
    value,
)

COMPONENTS: Mapping[str, Component[Any]] = {
    module.COMPONENT.name: module.COMPONENT for module in _MODULES
}
"""Every component by the name of its tag."""
