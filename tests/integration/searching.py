"""All text in a file, also where its format compresses: what a search for a leak has to read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq


def texts_in_parquet(path: Path) -> Iterator[str]:
    table = pq.read_table(path)
    yield str(table.schema.metadata)
    for column in table.columns:
        if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
            yield "\n".join(text for text in column.to_pylist() if text)


def texts_in_duckdb(path: Path) -> Iterator[str]:
    with duckdb.connect(str(path), read_only=True) as connection:
        tables = connection.execute("select table_name from duckdb_tables()").fetchall()
        for (table,) in tables:
            rows = connection.execute(f'select to_json(t)::varchar from "{table}" as t').fetchall()
            yield "\n".join(row[0] for row in rows)
        yield "\n".join(str(row) for row in connection.execute("from duckdb_views()").fetchall())


def texts_in(path: Path) -> Iterator[str]:
    yield path.read_bytes().decode("latin-1")
    if path.suffix == ".parquet":
        yield from texts_in_parquet(path)
    elif path.suffix == ".duckdb":
        yield from texts_in_duckdb(path)
