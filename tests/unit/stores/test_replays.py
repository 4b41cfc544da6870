from pathlib import Path

import duckdb
import pytest

from stores.replays import keep, mark_of
from stores.warehouse import read_rows, read_table


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    path = tmp_path / "it's mine.scratch.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("create table plays as from range(1000)")
        connection.execute("create table lists as select 'air' as artist, [{'seed': 'x'}] as seeds")
    return path


def test_only_the_tables_named_are_kept_with_their_mark(scratch: Path, tmp_path: Path) -> None:
    kept = tmp_path / "2024-03-10.duckdb"
    keep(scratch, kept, ["lists"], "made from this")
    assert mark_of(kept) == "made from this"
    assert read_table(kept, "from lists").to_pylist() == [
        {"artist": "air", "seeds": [{"seed": "x"}]}
    ]
    tables = read_rows(kept, "select table_name from information_schema.tables order by 1")
    assert [row["table_name"] for row in tables] == ["lists", "replay_mark"]
    assert [entry.name for entry in tmp_path.iterdir()] == [kept.name]


def test_what_cannot_be_kept_whole_is_not_kept(scratch: Path, tmp_path: Path) -> None:
    kept = tmp_path / "2024-03-10.duckdb"
    keep(scratch, kept, ["lists"], "the old one")
    with duckdb.connect(str(scratch)) as connection:
        connection.execute("create table lists as select 'new' as artist")
    with pytest.raises(duckdb.Error):
        keep(scratch, kept, ["lists", "missing"], "the new one")
    assert mark_of(kept) == "the old one"
    assert sorted(entry.name for entry in tmp_path.iterdir()) == sorted([kept.name, scratch.name])


def test_a_replay_that_is_missing_or_damaged_has_no_mark(tmp_path: Path, scratch: Path) -> None:
    assert mark_of(tmp_path / "missing.duckdb") is None
    (tmp_path / "damaged.duckdb").write_bytes(b"no database" * 1000)
    assert mark_of(tmp_path / "damaged.duckdb") is None
    assert mark_of(scratch) is None
