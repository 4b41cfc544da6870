"""What stands in a tag's place where its rows are none."""

from __future__ import annotations

from typing import Any, Literal

import pandas as pd

from app.components.contract import Call, DataProps
from app.props import DATA
from app.rows import Place
from app.syntax.nodes import Tag


def emptiness(call: Call[Any], place: Place) -> Literal["error", "warn", "nothing", ""]:
    """Return what stands there instead: a mistake, words, nothing; no word where the tag does."""
    props = call.props
    if not isinstance(props, DataProps) or DATA not in call.tag.props or len(call.frame):
        return ""
    if props.empty_set == "pass":
        return "nothing" if has_no_columns(call.tag, call.frame) else ""
    return props.empty_set if place.is_seen else "nothing"


def has_no_columns(tag: Tag, frame: pd.DataFrame) -> bool:
    """Return whether a tag's rows do not even tell their columns: those of an empty list."""
    return DATA in tag.props and not len(frame.columns)
