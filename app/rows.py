"""Rows of a query as loops see them: each a frame of one row, their cells plain Python values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum
from typing import Any

import numpy as np
import pandas as pd


class Unknown(Enum):
    """Says that a value would come from a row of which there is none."""

    UNKNOWN = "unknown"


UNKNOWN = Unknown.UNKNOWN


@dataclass(frozen=True, slots=True)
class Place:
    """Which rows of which loops a node is drawn for; without a loop, none."""

    rows: Mapping[str, pd.DataFrame | Unknown] = field(default_factory=dict)
    """By the loop's variable: a frame of one row; of no row where the loop has none; unknown where
    even the columns are."""
    trail: tuple[int, ...] = ()
    """The position of the row in each loop, the outermost first."""
    is_seen: bool = True
    """False where no visit draws the node: a condition or a loop without rows leaves it out."""

    def within(self, variable: str, row: pd.DataFrame | Unknown, position: int) -> Place:
        """Return the place of a row of one more loop."""
        return replace(self, rows={**self.rows, variable: row}, trail=(*self.trail, position))

    def unseen(self) -> Place:
        """Return the same place where no visit would draw the node."""
        return replace(self, is_seen=False)


def row_at(frame: pd.DataFrame, position: int) -> pd.DataFrame:
    """Return one row, as a frame so that each column keeps its type."""
    return frame.iloc[[position]].reset_index(drop=True)


def cell(row: pd.DataFrame, column: str) -> object:
    """Return the value of a column in a frame of one row; unknown in one of none."""
    return plain_value(row[column].iloc[0]) if len(row) else UNKNOWN


def plain_value(value: Any) -> object:
    """Return a cell as plain Python knows it: None for nothing, lists and dicts for nested ones.

    Midnight of a day is a date: DuckDB's dates and timestamps are one type in a frame.
    """
    if isinstance(value, np.ndarray):
        value = value.tolist()  # of what DuckDB masks as null in a list, this makes None
    if isinstance(value, list | tuple):
        return [plain_value(each) for each in value]
    if isinstance(value, dict):
        return {str(key): plain_value(each) for key, each in value.items()}
    if value is None or pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        value = value.to_pydatetime()
    if isinstance(value, datetime):
        return (
            value.date() if value == datetime.combine(value.date(), datetime.min.time()) else value
        )
    if isinstance(value, np.generic):
        return value.item()
    return value
