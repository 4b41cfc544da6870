"""What an export says about its owner beyond the music reaches no file: sought in all of them.

Raw bytes are not enough where a format compresses: Parquet and DuckDB are read value by value.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.integration.conftest import Demo
from tests.integration.searching import texts_in
from tests.sample_data.canaries import CANARIES

EXPORT = "spotify"


def made_files(home: Path) -> list[Path]:
    """Every file below the home but the export itself."""
    export = home / "data" / EXPORT
    return [path for path in home.rglob("*") if path.is_file() and export not in path.parents]


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
