"""`<Alert status=…>`: words that must not be missed."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from app.components.contract import Call, Component, Props


class AlertProps(Props, frozen=True, kw_only=True):
    """What kind of words they are."""

    status: Literal["info", "positive", "warning", "negative"] = "info"


def _draw(call: Call[AlertProps]) -> None:
    words = call.scope.words(call.tag.children)
    match call.props.status:
        case "info":
            st.info(words)
        case "positive":
            st.success(words)
        case "warning":
            st.warning(words)
        case "negative":
            st.error(words)


def _verify(call: Call[AlertProps]) -> None:
    # Streamlit's boxes take words alone; the scope says of anything else where it stands.
    call.scope.words(call.tag.children)


COMPONENT = Component(name="Alert", props=AlertProps, draw=_draw, verify=_verify, takes_body=True)
