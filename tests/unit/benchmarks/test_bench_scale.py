"""The command of the benchmark of scale, and the peers that live beside it."""

import json
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from benchmarks import bench_scale
from benchmarks.bench_scale import rounds_of
from benchmarks.bench_spine import HERE
from benchmarks.measure import BenchmarkError


def test_one_number_of_rounds_stands_for_every_size():
    assert rounds_of([1, 2, 3], [5]) == [5, 5, 5]
    assert rounds_of([1, 2], [5, 1]) == [5, 1]


def test_more_numbers_of_rounds_than_one_must_be_as_many_as_sizes():
    with pytest.raises(ValueError, match="one for each size"):
        rounds_of([1, 2, 3], [5, 1])


def test_what_was_measured_before_a_failure_is_written_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def fail(sizes: list[int], rounds: list[int], work: Path, report: dict[str, dict]) -> None:
        report["sizes"][sizes[0]] = {"figures": []}
        raise BenchmarkError("mm build → 1")

    monkeypatch.setattr(bench_scale, "measure_sizes", fail)
    file = tmp_path / "new" / "scale.json"
    assert bench_scale.main(["--plays", "10", "--json", str(file)]) == 1
    written = json.loads(file.read_bytes())
    assert written["sizes"] == {"10": {"figures": []}}
    assert written["failure"] == "mm build → 1"


def bare(program: str, *words: str) -> str:
    command = [sys.executable, HERE / f"bare_{program}.py", *words]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def test_the_limit_of_the_help_shows_help():
    assert "Usage: bare_help.py [OPTIONS] COMMAND [ARGS]..." in bare("help", "--help")


def test_the_limit_of_the_list_prints_twenty_rows_of_a_warehouse(tmp_path: Path):
    warehouse = tmp_path / "w.duckdb"
    with duckdb.connect(warehouse) as connection:
        connection.execute(
            "create table recommendations as select i as rank, 'artist ' || i as artist_name,"
            " 0.5 as score, 0.25 as confidence from range(30, 0, -1) as r (i)"
        )
    lines = bare("recommend", str(warehouse)).splitlines()
    assert len(lines) == 20
    assert lines[0].split() == ["1", "artist", "1", "0.5", "0.25"]
