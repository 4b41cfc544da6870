"""Bare DuckDB makes the tables of the build from its SQL, with its settings, or it is no peer."""

import subprocess
import sys
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from benchmarks.bare_sql import BareSql, row_counts, settings_of_a_build
from benchmarks.bench_spine import HERE
from benchmarks.build_log import Made
from benchmarks.measure import BenchmarkError

WHEN = datetime(2026, 3, 1)
SETTINGS = {"threads": 1, "memory_limit": "200MB", "TimeZone": "UTC"}


def made(path: str) -> Made:
    return Made(Path(path).stem, Path(path), WHEN, WHEN)


BUILD = [
    made("seeds/names.csv"),
    made("models/engines/eng_one.py"),
    made("models/marts/doubled.sql"),
    made("models/marts/shown.sql"),
]


@pytest.fixture
def bare(tmp_path: Path) -> BareSql:
    """Return the bare side of a build of one seed, one engine, one table and one view."""
    built = tmp_path / "home" / "mmuffin.duckdb"
    models = tmp_path / "target" / "run" / "mmuffin" / "models" / "marts"
    for folder in (built.parent, models):
        folder.mkdir(parents=True)
    main = '"mmuffin"."main"'
    sql = {
        "doubled": f"create table {main}.doubled (n bigint not null);\n"
        f"insert into {main}.doubled select 2 * n from {main}.eng_one, {main}.names",
        "shown": f"create view {main}.shown as (select * from {main}.doubled)",
    }
    with duckdb.connect(built) as connection:
        connection.execute("create table names as select 'a' as name")
        connection.execute("create table eng_one as select unnest([1, 2, 3]) as n")
        for name, statement in sql.items():
            connection.execute(statement)
            (models / f"{name}.sql").write_text(statement, encoding="utf-8")
    prepared = BareSql(tmp_path / "bare", built)
    prepared.prepare(BUILD, tmp_path / "target", SETTINGS)
    return prepared


def run(bare: BareSql) -> str:
    command = [sys.executable, HERE / "bare_build.py", bare.plan, bare.database]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def test_a_run_begins_with_what_sql_does_not_make_and_ends_with_the_tables_of_the_build(
    bare: BareSql,
):
    bare.begin()
    assert row_counts(bare.database) == {"names": 1, "eng_one": 3}
    assert run(bare) == "2 models\n"
    assert row_counts(bare.database) == {"names": 1, "eng_one": 3, "doubled": 3}
    bare.check()


def test_every_run_begins_anew(bare: BareSql):
    for _ in range(2):
        bare.begin()
        run(bare)
    bare.check()


def test_a_run_that_makes_other_rows_is_no_peer(bare: BareSql):
    bare.begin()
    with pytest.raises(BenchmarkError, match=r"other tables: doubled$"):
        bare.check()


def test_a_build_that_made_no_sql_is_no_peer(bare: BareSql, tmp_path: Path):
    with pytest.raises(BenchmarkError, match="no SQL model"):
        bare.prepare(BUILD[:2], tmp_path / "target", SETTINGS)


def test_the_settings_are_those_of_the_profile_with_what_the_build_is_told():
    found = settings_of_a_build({"MM_THREADS": "3", "MM_MEMORY_LIMIT": "5GB"})
    assert (found["threads"], found["memory_limit"]) == (3, "5GB")
    assert {"TimeZone", "checkpoint_threshold"} <= found.keys()
