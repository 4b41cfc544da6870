"""`<Tabs>`: several views of which one is in sight; inside it `<Tab label=…>`, nothing else."""

from __future__ import annotations

import streamlit as st

from app.components.contract import Call, Component, Props
from app.escape import md


class TabsProps(Props, frozen=True, kw_only=True):
    """Nothing to say."""


def _draw(call: Call[TabsProps]) -> None:
    for tab, child in zip(
        st.tabs([md(child.props.label) for child in call.children]), call.children, strict=True
    ):
        with tab:
            child.scope.draw(child.tag.children)


def _verify(call: Call[TabsProps]) -> None:
    labels = [child.props.label for child in call.children]
    if not labels:
        raise ValueError("there is no <Tab> inside")
    if len(set(labels)) < len(labels):
        raise ValueError("two tabs have the same label")


COMPONENT = Component(
    name="Tabs", props=TabsProps, draw=_draw, verify=_verify, children=frozenset({"Tab"})
)
