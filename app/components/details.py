"""`<Details title=…>`: what only some want to read, folded away until they ask for it."""

from __future__ import annotations

import streamlit as st

from app.components.contract import Call, Component, Props
from app.escape import md


class DetailsProps(Props, frozen=True, kw_only=True):
    """What it is about, and whether it is unfolded at first."""

    title: str = "Details"
    open: bool = False


def _draw(call: Call[DetailsProps]) -> None:
    with st.expander(md(call.props.title), expanded=call.props.open):
        call.scope.draw(call.tag.children)


COMPONENT = Component(name="Details", props=DetailsProps, draw=_draw, takes_body=True)
