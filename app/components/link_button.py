"""`<LinkButton url={row.lastfm_url} label="Last.fm"/>`: a way to a page about an artist."""

from __future__ import annotations

import streamlit as st

from app.components.contract import Call, Component, Props
from app.escape import md
from app.links import SERVICES, service_of


class LinkButtonProps(Props, frozen=True, kw_only=True):
    """An address that a mart built; none draws nothing."""

    url: str | None
    label: str | None = None
    """The name of the service if nothing is said."""


def draw(call: Call[LinkButtonProps]) -> None:
    """Draw a button that opens the address in a tab of its own."""
    url = call.props.url
    if url and (service := service_of(url)):
        st.link_button(md(call.props.label or service), url)


def verify(call: Call[LinkButtonProps]) -> None:
    """Refuse an address that leads elsewhere."""
    if call.props.url and service_of(call.props.url) is None:
        hosts = ", ".join(sorted(SERVICES))
        raise ValueError(f"a link may only be https to one of {hosts}")


COMPONENT = Component(name="LinkButton", props=LinkButtonProps, draw=draw, verify=verify)
