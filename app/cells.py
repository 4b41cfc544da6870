"""What components ask of the cells of a frame."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd
from pandas.api.types import is_bool_dtype, is_list_like, is_numeric_dtype

if TYPE_CHECKING:
    from collections.abc import Sequence

_PANDAS_NAMES = {"avg": "mean"}


def first_column(frame: pd.DataFrame) -> str:
    """Return the column that is meant where a tag names none."""
    return str(frame.columns[0])


def cell(frame: pd.DataFrame, column: str, row: int) -> object:
    """Return one value; None where the frame has no such row."""
    return frame[column].iloc[row] if row < len(frame) else None


def aggregate(values: pd.Series, name: str) -> object:
    """Return what the values of a column come to: their `sum`, `avg`, `min`, `median` or `max`."""
    return values.agg(_PANDAS_NAMES.get(name, name))


def has_numbers(values: pd.Series) -> bool:
    """Return whether a column is one of numbers, which truths are not."""
    return is_numeric_dtype(values) and not is_bool_dtype(values)


def need_numbers(frame: pd.DataFrame, column: str, why: str) -> None:
    """Raise `ValueError` unless the column is one of numbers."""
    if not has_numbers(frame[column]):
        raise ValueError(f"{why} needs numbers, and {column} has none: cast it in SQL")


def refuse_structs(frame: pd.DataFrame, columns: Sequence[str]) -> None:
    """Raise `ValueError` for a column of structs, or of lists of them."""
    for column in columns:
        if any(_is_struct(value) for value in frame[column] if is_list_like(value)):
            raise ValueError(f"{column} holds structs: do it in SQL, a column for each field")


def _is_struct(value: object) -> bool:
    if isinstance(value, (Mapping, tuple)):
        return True
    return is_list_like(value) and any(_is_struct(one) for one in value)  # type: ignore[attr-defined]
