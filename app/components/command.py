"""`<Command data={q} column=words/>`: a command for the terminal, to be copied."""

from __future__ import annotations

import re
from typing import Annotated

import msgspec
import streamlit as st

from app.cells import cell, first_column
from app.components.contract import Call, ColumnName, Component, DataProps
from app.formats import is_nothing

_SAFE = re.compile(r"[\w .,:=/+-]+", re.ASCII)
"""Nothing in it means anything to a shell: who copies a line should run what is read."""


class CommandProps(DataProps, frozen=True, kw_only=True):
    """Which cell holds the words after `mm`."""

    column: ColumnName | None = None
    row: Annotated[int, msgspec.Meta(ge=0)] = 0


def words(call: Call[CommandProps]) -> str | None:
    """Return the words after `mm`; None where the cell is empty or not there."""
    column = call.props.column or first_column(call.frame)
    said = cell(call.frame, column, call.props.row)
    return None if is_nothing(said) else str(said)


def draw(call: Call[CommandProps]) -> None:
    """Draw the whole command with a button that copies it."""
    said = words(call)
    if said and _SAFE.fullmatch(said):
        st.code(f"{call.scope.surroundings.command} {said}", language=None, wrap_lines=True)


def verify(call: Call[CommandProps]) -> None:
    """Refuse words that a shell would read otherwise than the reader."""
    said = words(call)
    if said and not _SAFE.fullmatch(said):
        raise ValueError("a command may hold letters, digits, spaces and .,:=/+-_ only")


COMPONENT = Component(name="Command", props=CommandProps, data="required", draw=draw, verify=verify)
