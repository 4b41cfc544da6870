"""`<TextInput name=… placeholder=…/>`: words to search for. It gives `inputs.name`."""

from __future__ import annotations

import streamlit as st

from app.choices import title_of
from app.components.contract import Bindings, Call, Component, Props
from app.escape import md

_LONGEST = 200


class TextInputProps(Props, frozen=True, kw_only=True):
    """What is asked for; empty at first."""

    name: str
    title: str | None = None
    placeholder: str | None = None


def _bindings(_call: Call[TextInputProps], stored: object) -> Bindings:
    return {"": stored[:_LONGEST] if isinstance(stored, str) else ""}


def _draw(call: Call[TextInputProps]) -> None:
    props = call.props
    st.text_input(
        md(title_of(props.title, props.name)),
        max_chars=_LONGEST,
        key=call.scope.key(props.name),
        placeholder=props.placeholder,
        persist_state="session",
    )


COMPONENT = Component(name="TextInput", props=TextInputProps, draw=_draw, bindings=_bindings)
