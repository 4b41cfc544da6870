"""`<Dropdown name=… data={…} value=… label=…/>`: one or several choices out of many.

It gives `inputs.name.value`, a list where `multiple`, and `inputs.name.label`.
"""

from __future__ import annotations

import streamlit as st

from app.choices import Choices, choices_of, settle, stored_at, title_of
from app.components.contract import Bindings, Call, ColumnName, Component, Props
from app.escape import md


class DropdownProps(Props, frozen=True, kw_only=True):
    """The choices and which of them is the first one."""

    name: str
    title: str | None = None
    value: ColumnName
    label: ColumnName | None = None
    multiple: bool = False
    default_value: str | int | float | tuple[str, ...] | None = None
    select_all_by_default: bool = False
    no_default: bool = False


def _bindings(call: Call[DropdownProps], stored: object) -> Bindings:
    choices = choices_of(call)
    value = _value(call.props, choices, stored)
    return {"value": value, "label": choices.label(value)}


def _value(props: DropdownProps, choices: Choices, stored: object) -> object:
    if props.multiple:
        if isinstance(stored, list):
            return [value for value in stored if choices.has(value)]
        return _first_values(props, choices)
    is_choice = choices.has(stored) or (props.no_default and stored is None)
    return stored if is_choice else _first_value(props, choices)


def _first_value(props: DropdownProps, choices: Choices) -> object:
    default = choices.of(props.default_value)
    if default is not None or props.no_default:
        return default
    return next(iter(choices.values), None)


def _first_values(props: DropdownProps, choices: Choices) -> list[object]:
    if props.select_all_by_default:
        return choices.values
    said = props.default_value
    words = said if isinstance(said, tuple) else (said,)
    return [value for value in map(choices.of, words) if value is not None]


def _draw(call: Call[DropdownProps]) -> None:
    props, choices = call.props, choices_of(call)
    key = call.scope.key(props.name)
    settle(key, _value(props, choices, stored_at(key)))
    label = md(title_of(props.title, props.name))
    if props.multiple:
        st.multiselect(
            label,
            choices.values,
            format_func=choices.label,
            key=key,
            disabled=not choices.values,
            persist_state="session",
        )
    else:
        st.selectbox(
            label,
            choices.values,
            index=None if props.no_default else 0,
            format_func=choices.label,
            key=key,
            disabled=not choices.values,
            persist_state="session",
        )


def _verify(call: Call[DropdownProps]) -> None:
    if isinstance(call.props.default_value, tuple) and not call.props.multiple:
        raise ValueError("defaultValue is a list, so say multiple too")


COMPONENT = Component(
    name="Dropdown",
    props=DropdownProps,
    data="required",
    draw=_draw,
    verify=_verify,
    bindings=_bindings,
)
