"""Answers without nested values, in which no cell becomes another on its way out of DuckDB.

What a frame has no exact value for comes as the text that DuckDB writes: nested values, intervals,
bytes, whole numbers beyond 64 bits, decimals of more digits than a float keeps, infinite dates.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

_FLAT_TYPES = frozenset(
    "boolean tinyint smallint integer bigint utinyint usmallint uinteger float double "
    "varchar".split()
)
_MOMENTS: dict[str, Any] = {
    "date": "datetime64[us]",
    "timestamp": "datetime64[us]",
    "timestamp_s": "datetime64[s]",
    "timestamp_ms": "datetime64[ms]",
    "timestamp_ns": "datetime64[ns]",
}
_EXACT_DIGITS = 15
"""A float keeps every decimal number of so many digits."""


def flattened(result: duckdb.DuckDBPyRelation) -> duckdb.DuckDBPyRelation:
    """Return the answer with text for all that is not of a flat type."""
    import duckdb

    # By place: two columns of a result may have one name.
    cells = [
        f"#{place}" if kind in _FLAT_TYPES else f"cast(#{place} as varchar)"
        for place, kind in enumerate(kinds_of(result), start=1)
    ]
    return result.select(
        *(
            duckdb.SQLExpression(cell).alias(name)
            for cell, name in zip(cells, result.columns, strict=True)
        )
    )


def kinds_of(result: duckdb.DuckDBPyRelation) -> list[str]:
    """Return the name of each column's type."""
    return [str(kind.id) for kind in result.types]


def restored(frame: pd.DataFrame, kinds: Sequence[str]) -> pd.DataFrame:
    """Return rows of a flattened answer, decimals and moments no longer text where none changes.

    `kinds` are those of the answer before it was flattened.
    """
    for place, kind in enumerate(kinds):
        texts = frame.iloc[:, place]
        if kind == "decimal" and all(map(_is_exact, texts.dropna())):
            frame.isetitem(place, texts.astype("float64").array)
        elif kind in _MOMENTS and _are_moments(texts.dropna()):
            frame.isetitem(place, texts.astype(_MOMENTS[kind]).array)
    return frame


def _is_exact(text: str) -> bool:
    whole, _, part = text.lstrip("-").partition(".")
    return len((whole + part.rstrip("0")).lstrip("0")) <= _EXACT_DIGITS


def _are_moments(texts: Iterable[str]) -> bool:
    """Return whether all are of a year of four digits: not infinite, not before Christ, not far."""
    return all(text[4:5] == "-" and text[:4].isdigit() and text[-1] != ")" for text in texts)
