"""`<Tab label=…>`: one view of a `<Tabs>`."""

from __future__ import annotations

from app.components.contract import Component, Props


class TabProps(Props, frozen=True, kw_only=True):
    """What stands on the tab."""

    label: str


COMPONENT = Component(name="Tab", props=TabProps, is_child=True, takes_body=True)
