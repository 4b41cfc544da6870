from pathlib import Path

import duckdb
import pytest

from stores.publish import PublishError, discard, parts_of, publish, room_needed, wal_of

TABLES = ("run_report", "recommendations")


def build(path: Path, artist: str) -> None:
    with duckdb.connect(str(path)) as connection:
        connection.execute("create table run_report as select 1 as play_count")
        connection.execute("create table recommendations as select ? as artist_name", [artist])


def artist_in(path: Path) -> str:
    with duckdb.connect(str(path), read_only=True) as connection:
        (name,) = connection.execute("select artist_name from recommendations").fetchone() or ("",)
    return str(name)


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    path = tmp_path / "w.duckdb"
    build(path, "old")
    return path


@pytest.fixture
def staging(tmp_path: Path) -> Path:
    return tmp_path / "w.building.duckdb"


def test_a_whole_new_file_takes_the_old_ones_place(warehouse: Path, staging: Path):
    build(staging, "new")
    publish(staging, warehouse, TABLES)
    assert artist_in(warehouse) == "new"
    assert sorted(path.name for path in warehouse.parent.iterdir()) == ["w.duckdb"]


def test_the_first_file_needs_no_old_one(tmp_path: Path, staging: Path):
    build(staging, "new")
    publish(staging, tmp_path / "w.duckdb", TABLES)
    assert artist_in(tmp_path / "w.duckdb") == "new"


def test_a_stale_log_of_the_old_file_is_not_replayed_into_the_new_one(
    warehouse: Path, staging: Path
):
    wal_of(warehouse).write_bytes(b"left behind")
    build(staging, "new")
    publish(staging, warehouse, TABLES)
    assert artist_in(warehouse) == "new"
    assert not wal_of(warehouse).exists()


def test_a_log_of_the_new_file_is_folded_in(warehouse: Path, staging: Path):
    import subprocess
    import sys

    build(staging, "new")
    code = (
        "import duckdb, os, sys; c = duckdb.connect(sys.argv[1]);"
        "c.execute(\"set checkpoint_threshold = '1TB'\");"
        "c.execute(\"update recommendations set artist_name = 'newest'\"); os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", code, str(staging)], check=True)
    assert wal_of(staging).exists()
    publish(staging, warehouse, TABLES)
    assert artist_in(warehouse) == "newest"


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("drop table recommendations", "lacks the tables recommendations"),
        ("delete from run_report", "0 rows instead of one"),
        ("insert into run_report values (2)", "2 rows instead of one"),
    ],
)
def test_a_file_that_is_not_whole_is_refused(
    warehouse: Path, staging: Path, statement: str, words: str
):
    build(staging, "new")
    with duckdb.connect(str(staging)) as connection:
        connection.execute(statement)
    with pytest.raises(PublishError, match=words):
        publish(staging, warehouse, TABLES)
    assert artist_in(warehouse) == "old"


@pytest.mark.parametrize("content", [b"", b"nonsense" * 1000])
def test_a_file_that_is_no_database_is_refused(warehouse: Path, staging: Path, content: bytes):
    staging.write_bytes(content)
    with pytest.raises(PublishError):
        publish(staging, warehouse, TABLES)
    assert artist_in(warehouse) == "old"


def test_a_file_cut_short_is_refused(warehouse: Path, staging: Path):
    build(staging, "new")
    content = staging.read_bytes()
    staging.write_bytes(content[: len(content) // 2])
    with pytest.raises(PublishError):
        publish(staging, warehouse, TABLES)
    assert artist_in(warehouse) == "old"


def test_discarding_leaves_nothing_of_a_half_built_file(warehouse: Path, staging: Path):
    build(staging, "new")
    wal_of(staging).write_bytes(b"x")
    spill = staging.with_name(staging.name + ".tmp")
    spill.mkdir()
    (spill / "part").write_bytes(b"x")
    discard(staging)
    discard(staging)
    assert sorted(path.name for path in warehouse.parent.iterdir()) == ["w.duckdb"]


def test_a_build_needs_room_for_a_new_file_and_as_much_again(warehouse: Path, tmp_path: Path):
    assert room_needed(warehouse) == 2 * warehouse.stat().st_size
    assert room_needed(tmp_path / "none.duckdb") == 0


def test_the_parts_of_a_staging_file_are_those_that_are_there(tmp_path: Path):
    staging = tmp_path / "w.building.duckdb"
    assert parts_of(staging) == []
    wal_of(staging).touch()
    (tmp_path / "w.building.duckdb.tmp").mkdir()
    assert [path.name for path in parts_of(staging)] == [
        "w.building.duckdb.wal",
        "w.building.duckdb.tmp",
    ]
