"""What can be chosen in an input, and the value that a stored choice stands for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from app.components.contract import UNSET, Call
from app.escape import plain
from app.formats import format_text
from app.rows import plain_value


@dataclass(frozen=True, slots=True)
class Choices:
    """The values to choose from, in order, each once, and how they read."""

    labels: dict[Any, str]
    """By value; the page's own options come before those of the data."""
    marked: tuple[object, ...] = ()
    """The values whose option says that it is the default."""

    @property
    def values(self) -> list[Any]:
        """The values alone."""
        return list(self.labels)

    def label(self, value: object) -> str:
        """Return how a value reads; a list of them with commas between."""
        if isinstance(value, list):
            return ", ".join(map(self.label, value))
        return "" if value is None else self.labels.get(value, plain(value))

    def has(self, value: object) -> bool:
        """Return whether a value, of whatever kind, is one of them."""
        return not isinstance(value, list) and value in self.labels

    def of(self, said: object) -> object:
        """Return the value that a word of the page means: itself, or the one that reads so."""
        if said is None or self.has(said):
            return said
        return next((value for value in self.labels if str(value) == str(said)), None)


def choices_of(call: Call[Any]) -> Choices:
    """Return the choices of a tag with props `value` and `label` and options inside."""
    props = [option.props for option in call.children]
    pairs = [(each.value, each.value_label or each.value) for each in props]
    if call.props.value is not None:
        shown = call.frame[call.props.label or call.props.value]
        held = map(plain_value, call.frame[call.props.value])
        pairs += zip(held, map(plain_value, shown), strict=True)
    marked = tuple(each.value for each in props if getattr(each, "default", False))
    return Choices(_labels(pairs), marked)


def _labels(pairs: Iterable[tuple[Any, object]]) -> dict[Any, str]:
    labels: dict[Any, str] = {}
    for value, shown in pairs:
        if value is None or value in labels:
            continue
        # Dates and numbers that are values are written as SQL would: 2024, not 2,024.
        label = plain(value if shown == value else format_text(shown, None))
        # Streamlit tells options apart by how they read.
        labels[value] = f"{label} ({plain(value)})" if label in labels.values() else label
    return labels


def title_of(title: str | None, name: str) -> str:
    """Return what an input is called: its title, else its name in words."""
    words = name.replace("_", " ")
    return title or words[:1].upper() + words[1:]


def stored_at(key: str) -> object:
    """Return what the widget of that key was set to, or `UNSET`."""
    return st.session_state.get(key, UNSET)


def settle(key: str, value: object) -> None:
    """Let the widget of that key, drawn next, show the value that text and queries already use."""
    if stored_at(key) != value:
        st.session_state[key] = value
