"""What a column holds, and its values as a chart takes them."""

from __future__ import annotations

import math
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

import pandas as pd

from app.escape import plain
from app.formats import format_text, is_nothing

Kind: TypeAlias = Literal["quantitative", "temporal", "nominal"]

MOST_ROWS = 20_000
"""More marks than that nobody can tell apart, and they are slow to send and to draw."""


def kind_of(values: pd.Series) -> Kind | None:
    """Return what the column holds: numbers, moments or words; None where it holds nothing."""
    if pd.api.types.is_bool_dtype(values):
        return "nominal"
    if pd.api.types.is_datetime64_any_dtype(values):
        return "temporal"
    present = [value for value in values if not is_nothing(value)]
    if not present:
        return None
    if pd.api.types.is_numeric_dtype(values) or _all_are(present, (int, float, Decimal)):
        return "quantitative"
    return "temporal" if _all_are(present, (date,)) else "nominal"


def _all_are(values: list[object], types: tuple[type, ...]) -> bool:
    return all(isinstance(value, types) and not isinstance(value, bool) for value in values)


def numbers(values: pd.Series) -> pd.Series:
    """Return the column as floats, NaN where nothing (or infinity) stands."""
    return pd.Series(
        [math.nan if is_nothing(v) or math.isinf(v) else float(v) for v in values],
        index=values.index,
        dtype="float64",
    )


def moments(values: pd.Series) -> pd.Series:
    """Return the column as moments without a time zone, at the time its own clock shows."""
    found = pd.to_datetime(values)
    return found.dt.tz_localize(None) if found.dt.tz is not None else found


def words(values: pd.Series, fmt: str | None = None) -> pd.Series:
    """Return the column as readers see it, without characters that nobody sees.

    Some of them break a chart: Vega takes a line separator in a name for the end of its own line.
    """
    said = [plain(format_text(v, fmt)) for v in values]
    return pd.Series(said, index=values.index, dtype="object")


def refuse_too_many(count: int) -> None:
    """Raise `ValueError` where a chart would have too many rows."""
    if count > MOST_ROWS:
        raise ValueError(
            f"{count:,} rows are more than a chart can show ({MOST_ROWS:,}): aggregate in SQL"
        )


def refuse_non_numbers(frame: pd.DataFrame, column: str, prop: str) -> None:
    """Raise `ValueError` where a column that has to hold numbers holds something else."""
    if kind_of(frame[column]) not in ("quantitative", None):
        raise ValueError(f"{prop}: the column {column!r} holds no numbers")
