"""What of an answer is kept for somebody who waits for it at a screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

_IS_CUT = "is_cut"


@dataclass(frozen=True, slots=True)
class Limit:
    """What one query may take of the time and memory of whoever waits for its answer."""

    seconds: float
    """After this time the query is ended with a `StatementError`."""
    rows: int
    """More rows than these are cut."""
    size: int
    """More rows than fit into about so many bytes are cut too; the first row always stays."""


def first_rows(
    connection: duckdb.DuckDBPyConnection,
    query: duckdb.DuckDBPyRelation,
    parameters: Sequence[object] | Mapping[str, object],
    limit: Limit,
) -> pd.DataFrame:
    """Return the rows of a query that stay within a limit; `is_cut` tells of the others.

    What comes after them is not even fetched: an answer may be larger than the memory.
    """
    import pandas as pd

    # Of a relation, rows come all at once only; of a statement, a part at a time.
    statement = query.limit(limit.rows + 1).sql_query()
    result = connection.execute(statement, parameters or None)
    parts = [result.fetch_df_chunk()]
    size = _size(parts[0])
    while size <= limit.size and len(part := result.fetch_df_chunk()):
        parts.append(part)
        size += _size(part)
    frame = pd.concat(parts, ignore_index=True) if len(parts) > 1 else parts[0]
    kept: pd.DataFrame = frame.head(limit.rows)
    if (size := _size(kept)) > limit.size:
        kept = kept.head(max(1, len(kept) * limit.size // size))
    kept.attrs[_IS_CUT] = len(kept) < len(frame)
    return kept


def _size(frame: pd.DataFrame) -> int:
    return int(frame.memory_usage(index=False, deep=True).sum())


def is_cut(frame: pd.DataFrame) -> bool:
    """Return whether rows were left out of a frame because of a limit."""
    return bool(frame.attrs.get(_IS_CUT, False))
