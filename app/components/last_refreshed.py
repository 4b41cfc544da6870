"""`<LastRefreshed/>`: when the warehouse was built, in this machine's time."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from app.components.contract import Call, Component, Props
from app.escape import md
from app.formats import format_text

_NS_PER_S = 1_000_000_000


class LastRefreshedProps(Props, frozen=True, kw_only=True):
    """The words before the time."""

    prefix: str = "Last build:"


def draw(call: Call[LastRefreshedProps]) -> None:
    """Draw the time in small type; nothing where there is no warehouse."""
    build = call.scope.surroundings.build
    if build is None:
        return
    # Without a zone, as the listener's own clock shows it: nothing is computed with it.
    built_at = datetime.fromtimestamp(build.changed_ns / _NS_PER_S)
    st.caption(md(f"{call.props.prefix} {format_text(built_at)}".strip()))


COMPONENT = Component(name="LastRefreshed", props=LastRefreshedProps, draw=draw)
