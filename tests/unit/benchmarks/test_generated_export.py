"""The benchmark's export is shaped like a real one and the peers beside us do the same work."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks import duckdb_peer, pandas_peer
from benchmarks.generate_export import ROWS_PER_FILE, generate
from benchmarks.measure import BenchmarkError, measure

PLAYS = ROWS_PER_FILE + 2_000


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export")
    generate(folder, PLAYS, artists=200)
    return folder


@pytest.fixture(scope="module")
def rows(export: Path) -> list[dict[str, Any]]:
    files = sorted(export.rglob("*.json"), key=lambda file: int(file.stem.rsplit("_", 1)[1]))
    return [row for file in files for row in json.loads(file.read_text(encoding="utf-8"))]


def test_the_same_arguments_give_the_same_bytes(export: Path, tmp_path: Path) -> None:
    generate(tmp_path, PLAYS, artists=200)
    again = {file.name: file.read_bytes() for file in tmp_path.rglob("*.json")}
    assert again == {file.name: file.read_bytes() for file in export.rglob("*.json")}


def test_files_have_the_size_of_real_ones(export: Path) -> None:
    largest = max(file.stat().st_size for file in export.rglob("*.json"))
    assert 12_000_000 < largest < 13_500_000


def test_rows_are_as_many_as_asked_in_order_of_time(rows: list[dict[str, Any]]) -> None:
    times = [row["ts"] for row in rows]
    assert len(rows) == PLAYS
    assert times == sorted(times)


def test_podcasts_copies_and_empty_rows_are_among_them(rows: list[dict[str, Any]]) -> None:
    keys = [json.dumps(row) for row in rows]
    assert sum(bool(row["spotify_episode_uri"]) for row in rows) > PLAYS * 0.01
    assert any(not row["spotify_episode_uri"] and not row["spotify_track_uri"] for row in rows)
    assert sum(row["ms_played"] == 0 for row in rows) > PLAYS * 0.03
    assert len(keys) - len(set(keys)) >= PLAYS // 1000


def test_pandas_and_duckdb_agree_on_the_ranking(export: Path) -> None:
    ranked = pandas_peer.rank(export)
    assert duckdb_peer.rank(export) == (len(ranked), int(ranked["plays"].sum()))


def test_bare_duckdb_loads_every_row(export: Path, tmp_path: Path) -> None:
    assert duckdb_peer.load(export, tmp_path / "bare.duckdb") == PLAYS


def test_memory_and_cpu_of_children_are_measured() -> None:
    grandchild = "b = bytearray(150_000_000); import time; time.sleep(0.3)"
    child = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {grandchild!r}])"
    measured = measure([sys.executable, "-c", child])
    assert measured.peak_bytes > 150_000_000
    assert measured.wall_seconds > 0.3
    assert measured.cpu_seconds > 0


def test_a_failing_case_is_an_error_and_not_a_fast_run() -> None:
    with pytest.raises(BenchmarkError, match="no such thing"):
        measure([sys.executable, "-c", "raise SystemExit('no such thing')"])
