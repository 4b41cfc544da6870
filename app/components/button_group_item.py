"""`<ButtonGroupItem value=… valueLabel=… default/>`: one button that stands in no data."""

from __future__ import annotations

from app.components.contract import Component, Props


class ButtonGroupItemProps(Props, frozen=True, kw_only=True):
    """One button."""

    value: str | int | float
    value_label: str | None = None
    default: bool = False


COMPONENT = Component(name="ButtonGroupItem", props=ButtonGroupItemProps, is_child=True)
