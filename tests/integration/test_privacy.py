"""What an export says about its owner beyond the music reaches no file: sought in all of them.

Raw bytes are not enough where a format compresses: Parquet and DuckDB are read value by value.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.integration.conftest import Demo
from tests.sample_data.canaries import CANARIES

EXPORT = "spotify"


def made_files(home: Path) -> list[Path]:
    """Every file below the home but the export itself."""
    export = home / "data" / EXPORT
    return [path for path in home.rglob("*") if path.is_file() and export not in path.parents]


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


def found_in(path: Path) -> set[str]:
    found = set()
    for text in texts_in(path):
        found |= {canary for canary in CANARIES if canary in text}
    return found


def test_the_export_holds_what_is_sought(demo: Demo) -> None:
    export = demo.home / "data" / EXPORT
    contents = [path.read_bytes() for path in export.rglob("*.json")]
    for archive in export.rglob("*.zip"):
        with zipfile.ZipFile(archive) as opened:
            contents += [opened.read(name) for name in opened.namelist()]
    everything = b"".join(contents)
    assert [canary for canary in CANARIES if canary.encode() not in everything] == []


def test_nothing_of_it_is_in_any_file_that_was_made(demo: Demo) -> None:
    assert demo.done.returncode == 0, demo.done.stderr
    files = made_files(demo.home)
    assert {".parquet", ".duckdb"} <= {path.suffix for path in files}
    assert {path.name: found for path in files if (found := found_in(path))} == {}
    assert not [canary for canary in CANARIES if canary in demo.done.stdout + demo.done.stderr]


@pytest.mark.parametrize("suffix", ["parquet", "duckdb"])
def test_the_search_sees_through_compression(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"leak.{suffix}"
    canary = CANARIES[0]
    table = pa.table({"name": [canary] * 10_000})
    if suffix == "parquet":
        pq.write_table(table, path, compression="zstd")
    else:
        with duckdb.connect(str(path)) as connection:
            connection.register("leak", table)
            connection.execute("create table kept as from leak")
    assert found_in(path) == {canary}
