"""Parameters of the engines, read from the one row of an `int_run__…` table."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, Self

import pandas as pd


class MissingParameterError(ValueError):
    """The parameter row does not hold what an engine needs."""


class RowParams:
    """Base of the engines' frozen parameter dataclasses: builds one from a one-row frame."""

    @classmethod
    def from_row(cls, row: pd.DataFrame) -> Self:
        """Take the fields of this class from `row`.

        `row` has exactly one row and a column for each field; other columns are ignored.
        A column that is missing or null raises `MissingParameterError`: a var was forgotten.
        """
        if len(row) != 1:
            message = f"the table of parameters must have one row, not {len(row)}"
            raise MissingParameterError(message)
        names = [field.name for field in fields(cls)]  # type: ignore[arg-type]
        missing = [n for n in names if n not in row.columns or _is_null(row[n].iloc[0])]
        if missing:
            message = f"the table of parameters lacks a value for {', '.join(missing)}"
            raise MissingParameterError(message)
        return cls(**{name: _plain(row[name].iloc[0]) for name in names})


def _is_null(value: Any) -> bool:
    return value is None or (pd.api.types.is_scalar(value) and bool(pd.isna(value)))


def _plain(value: object) -> object:
    """Turn numpy scalars and decimals into Python numbers; leave lists as they are."""
    if hasattr(value, "tolist"):
        return value.tolist()
    if type(value).__name__ == "Decimal":
        return float(value)  # type: ignore[arg-type]
    return value
