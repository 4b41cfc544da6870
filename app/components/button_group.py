"""`<ButtonGroup name=… data={…} value=…/>`: one choice out of few, all of them in sight.

It gives `inputs.name`, and `inputs.name.label`.
"""

from __future__ import annotations

import streamlit as st

from app.choices import Choices, choices_of, settle, stored_at, title_of
from app.components.contract import Bindings, Call, ColumnName, Component, Props
from app.escape import md
from app.props import DATA


class ButtonGroupProps(Props, frozen=True, kw_only=True):
    """The buttons and which of them is pressed at first."""

    name: str
    title: str | None = None
    value: ColumnName | None = None
    label: ColumnName | None = None
    default_value: str | int | float | None = None


def _bindings(call: Call[ButtonGroupProps], stored: object) -> Bindings:
    choices = choices_of(call)
    value = _value(call.props, choices, stored)
    return {"": value, "label": choices.label(value)}


def _value(props: ButtonGroupProps, choices: Choices, stored: object) -> object:
    if choices.has(stored):
        return stored
    wanted = (choices.of(props.default_value), *choices.marked, *choices.values)
    return next((value for value in wanted if value is not None), None)


def _draw(call: Call[ButtonGroupProps]) -> None:
    props, choices = call.props, choices_of(call)
    key = call.scope.key(props.name)
    settle(key, _value(props, choices, stored_at(key)))
    st.segmented_control(
        md(title_of(props.title, props.name)),
        choices.values,
        format_func=lambda value: md(choices.label(value)),
        key=key,
        required=True,
        disabled=not choices.values,
        persist_state="session",
    )


def _verify(call: Call[ButtonGroupProps]) -> None:
    has_data = DATA in call.tag.props
    if has_data and call.props.value is None:
        raise ValueError("say which column of its data has the values: value=…")
    if not has_data and not call.children:
        raise ValueError("there is nothing to choose: give it data, or <ButtonGroupItem/> inside")


COMPONENT = Component(
    name="ButtonGroup",
    props=ButtonGroupProps,
    data="optional",
    draw=_draw,
    verify=_verify,
    bindings=_bindings,
    children=frozenset({"ButtonGroupItem"}),
)
