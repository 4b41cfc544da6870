"""Arrow tables that keep their declared types, even when they are empty.

A table built from plain lists guesses its types from the values, so an empty or all-null column
turns into something else in DuckDB. Engines and clients build what they return here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa


class FrameError(ValueError):
    """The values do not fit the declared columns."""


def typed_table(
    schema: pa.Schema,
    *,
    columns: Mapping[str, Any] | None = None,
    rows: Iterable[Sequence[object]] | None = None,
) -> pa.Table:
    """Build a table of exactly `schema` from `columns` (by name) or `rows` (in schema order).

    Without either the table is empty. Raises `FrameError` when names, lengths or types differ.
    """
    if columns is not None and rows is not None:
        raise FrameError("a table is built from columns or from rows, not from both")
    if columns is None:
        columns = _columns_of(schema, rows or ())
    if set(columns) != set(schema.names):
        raise FrameError(f"the columns are not those of the schema: {', '.join(schema.names)}")
    arrays = [_typed_array(columns[field.name], field) for field in schema]
    if len({len(array) for array in arrays}) > 1:
        raise FrameError("the columns differ in length")
    return pa.Table.from_arrays(arrays, schema=schema)


def _columns_of(schema: pa.Schema, rows: Iterable[Sequence[object]]) -> dict[str, list[object]]:
    held = list(rows)
    if any(len(row) != len(schema) for row in held):
        raise FrameError(f"a row has not {len(schema)} values")
    return {name: [row[at] for row in held] for at, name in enumerate(schema.names)}


def _typed_array(values: Any, field: pa.Field) -> Any:
    problem = None
    try:
        if isinstance(values, pa.Array | pa.ChunkedArray):
            return values.cast(field.type)
        # from_pandas: a NaN of a pandas column is a missing value, never a number
        return pa.array(values, type=field.type, from_pandas=True)
    except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError) as error:
        problem = type(error).__name__
    raise FrameError(f"column {field.name} does not hold values of {field.type} ({problem})")
