"""Faults that meet a command without a whole build: each ends in one line and its code."""

import json
import os
import random
import signal
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from ingest.errors import HistoryDamagedError
from ingest.history import list_files
from python_engines.clients.answers import AnswerStore
from stores.warehouse import WarehouseDamagedError, read_rows
from tests.faults.listener import PLAYS_PER_FILE, Listener
from tests.faults.shim_use import SHIM, Fault, python, wrong_clock
from tests.faults.small import LOOK, make
from tests.integration.mm import Mm, error_of
from tests.modes_count import obey_modes

A_YEAR_S = 365 * 86_400
DEAD_PID = 999_999_999
IMPORT = """
import sys
from datetime import date
from pathlib import Path
from ingest.run import import_export
import_export(Path(sys.argv[1]), Path(sys.argv[2]), today=date(2025, 1, 1))
"""
CAN_MOUNT = 21  # the number of the capability CAP_SYS_ADMIN


@pytest.fixture
def listener(tmp_path: Path) -> Listener:
    return Listener(tmp_path / "listener" / "home")


def under(fault: Fault, listener: Listener) -> Mm:
    """`mm` of this listener, in a process that meets the fault."""
    return Mm(listener.home, {**listener.mm.env, **fault.environment()}, (SHIM,))


def import_it(listener: Listener, fault: Fault | None = None) -> "subprocess.CompletedProcess[str]":
    """Import in a process of its own that loads little beside the import itself."""
    export = listener.home / "data" / "spotify"
    process = python(IMPORT, export, store_of(listener), fault=fault)
    out, err = process.communicate(timeout=60)
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)


def store_of(listener: Listener) -> Path:
    return listener.home / "data" / "history"


def leave_a_temporary_file(listener: Listener) -> None:
    """As a killed import does."""
    store_of(listener).mkdir()
    (store_of(listener) / f".mm-{DEAD_PID}-x.partial").write_bytes(b"half a file")


def history(listener: Listener) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in store_of(listener).glob("*.parquet")}


def test_an_export_that_changes_while_it_is_read_is_refused_whole(
    listener: Listener, tmp_path: Path
) -> None:
    assert import_it(listener).returncode == 0
    before = history(listener)
    listener.warehouse.write_bytes(b"the last warehouse")
    listener.hear_more()
    fault = Fault("open~Streaming_History_Audio_2024_1:1:change", tmp_path / "calls")
    done = under(fault, listener).run("build")
    assert fault.has_fired, done
    assert (done.returncode, done.stdout) == (8, "")
    assert "Streaming_History_Audio_2024_1.json" in error_of(done)
    assert "changed" in error_of(done)
    assert history(listener) == before
    assert listener.warehouse.read_bytes() == b"the last warehouse"
    assert import_it(listener).returncode == 0
    assert len(history(listener)) == len(before) + 1
    assert listener.left_behind() == []


# The second file that an import renames is the one with the plays; the first is the empty one.
@pytest.mark.parametrize(
    ("call", "what"),
    [
        *((call, what) for call in ("fsync:3", "replace:2", "fsync:4") for what in ("kill", "EIO")),
        ("replace:1", "kill"),
        ("replace:2", "killafter"),
        ("replace:2", "interrupt"),
        ("unlink:1", "kill"),
    ],
)
def test_an_import_that_meets_a_fault_leaves_whole_files_and_the_next_one_the_rest(
    listener: Listener, tmp_path: Path, call: str, what: str
) -> None:
    leave_a_temporary_file(listener)
    fault = Fault(f"{call.replace(':', '~history:')}:{what}", tmp_path / "calls")
    done = import_it(listener, fault)
    assert fault.has_fired, done
    ended_by = {"EIO": 1, "interrupt": -signal.SIGINT}
    assert done.returncode == ended_by.get(what, -signal.SIGKILL)
    for path in (listener.home / "data" / "history").glob("*.parquet"):
        assert pq.read_table(path).num_rows in (0, PLAYS_PER_FILE)
    assert import_it(listener).returncode == 0
    assert [file.record_count for file in list_files(store_of(listener))] == [PLAYS_PER_FILE]
    assert listener.left_behind() == []


def test_a_store_that_finds_no_room_is_named(listener: Listener, tmp_path: Path) -> None:
    fault = Fault("fsync~history:1:ENOSPC", tmp_path / "calls")
    done = under(fault, listener).run("import")
    assert fault.has_fired, done
    assert (done.returncode, done.stdout) == (7, "")
    assert f"the disk is full at {store_of(listener)}: " in error_of(done)
    assert list(store_of(listener).iterdir()) == []


def test_a_folder_that_may_not_be_written_is_named_before_dbt_starts(listener: Listener) -> None:
    assert listener.mm.run("import").returncode == 0
    listener.warehouse.write_bytes(b"the last warehouse")
    folders = [listener.home / name for name in ("data", "cache", "cache/dbt", "logs")]
    for folder in folders:
        folder.mkdir(exist_ok=True)
        folder.chmod(0o500)
        done = listener.mm.run("build", before_exec=obey_modes())
        folder.chmod(0o700)
        assert (done.returncode, done.stdout) == (7, "")
        assert f"no permission for {folder}" in error_of(done)
        assert "starting dbt" not in done.stderr
    assert listener.warehouse.read_bytes() == b"the last warehouse"
    assert listener.left_behind() == []


def test_a_clock_that_was_wrong_at_an_import_costs_no_play(
    listener: Listener, tmp_path: Path
) -> None:
    """Only the file that was ahead of the clock is read again, and only once."""
    wrong = Mm(listener.home, listener.mm.env, (wrong_clock(tmp_path, -30 * A_YEAR_S),))
    (row,) = wrong.answer("import")
    assert row["kept"] == 0, "the clock was right: the test proves nothing"
    (row,) = listener.mm.answer("import")
    assert (row["status"], row["kept"]) == ("imported", PLAYS_PER_FILE)
    (row,) = listener.mm.answer("import")
    assert row["status"] == "already"


def test_a_damaged_warehouse_is_told_or_reads_right(tmp_path: Path) -> None:
    """Wherever it is cut and whichever bit is flipped: never a wrong number."""
    content = make(tmp_path / "whole.duckdb", 3)
    path = tmp_path / "damaged.duckdb"
    with duckdb.connect(str(tmp_path / "whole.duckdb"), read_only=True) as connection:
        (block,) = connection.execute("select block_size from pragma_database_size()").fetchone()
    chance, told = random.Random(3), 0
    damaged = [content[: int(share * len(content))] for share in (0, 0.001, 0.1, 0.5, 0.9, 0.999)]
    for _ in range(40):
        flipped = bytearray(content)
        # Blocks of a small file are mostly empty: a byte at the beginning of one.
        place = chance.randrange(len(content)) // block * block + chance.randrange(4096)
        flipped[place] ^= 1 << chance.randrange(8)
        damaged.append(bytes(flipped))
    for each in damaged:
        path.write_bytes(each)
        try:
            (row,) = read_rows(path, LOOK)
        except WarehouseDamagedError:
            told += 1
        else:
            assert list(row.values()) == [3, 1, 3, 3, 1003]
    assert told > 15


def test_a_damaged_history_file_is_named_with_the_way_to_mend_it(listener: Listener) -> None:
    assert import_it(listener).returncode == 0
    (stored,) = store_of(listener).glob("[0-9a-f]*.parquet")
    whole = stored.read_bytes()
    for content in (b"", b"PAR1 none PAR1", whole[:-100], whole[: len(whole) // 2]):
        stored.write_bytes(content)
        with pytest.raises(HistoryDamagedError, match="remove it, then import the export again"):
            list_files(store_of(listener))
    done = listener.mm.run("import", "--list")
    assert (done.returncode, done.stdout) == (8, "")
    assert f"{stored} is damaged: remove it, then import the export again" in error_of(done)
    stored.unlink()
    assert import_it(listener).returncode == 0
    assert stored.read_bytes() == whole


@pytest.mark.parametrize("damage", ["garbage", "cut", "page"])
def test_a_damaged_store_of_answers_is_moved_aside_and_begun_anew(
    listener: Listener, damage: str
) -> None:
    store = listener.home / "cache" / "answers.sqlite"
    make_answers(store)
    with closing(sqlite3.connect(store)) as connection:
        row = ("lastfm", "x" * 500, "{}", "ok", 0.0, 1, "y" * 500)
        rows = [(row[0], str(number), *row[2:]) for number in range(100)]
        with connection:
            connection.executemany("insert into answers values (?, ?, ?, ?, ?, ?, ?)", rows)
        connection.execute("pragma wal_checkpoint(truncate)")
    content = store.read_bytes()
    if damage == "page":
        store.write_bytes(content[:4096] + b"\xff" * 4096 + content[8192:])
    else:
        store.write_bytes(b"no answers" * 1000 if damage == "garbage" else content[:5000])
    done = listener.mm.run("cache", "status")
    assert done.returncode == 0, done.stderr
    assert "the store of answers was damaged" in done.stderr
    assert store.with_name("answers.sqlite.damaged-1").exists()
    with closing(sqlite3.connect(store)) as connection:
        assert connection.execute("pragma integrity_check").fetchone() == ("ok",)
        connection.execute("pragma wal_checkpoint(truncate)")
    assert listener.left_behind() == []


def test_a_store_of_answers_that_cannot_be_used_is_named(listener: Listener) -> None:
    store = listener.home / "cache" / "answers.sqlite"
    make_answers(store)
    with closing(sqlite3.connect(store)) as connection, connection:
        connection.execute("alter table answers rename to others")
        connection.execute("create table answers (one)")
    done = listener.mm.run("cache", "status")
    assert (done.returncode, done.stdout) == (7, "")
    assert f"see to {store}, or remove it" in error_of(done)


def make_answers(path: Path) -> None:
    store = AnswerStore(path)
    store.holdings()
    store.close()


def test_an_import_finds_no_room_on_a_small_disk(listener: Listener, tmp_path: Path) -> None:
    with small_disk(listener.home / "data" / "history", kilobytes=64) as disk:
        assert import_it(listener).returncode == 0
        before = history(listener)
        ballast = fill(disk)
        listener.hear_more()
        done = listener.mm.run("import")
        assert (done.returncode, done.stdout) == (7, "")
        assert f"the disk is full at {disk}" in error_of(done)
        assert history(listener) == before
        ballast.unlink()
        assert import_it(listener).returncode == 0
        assert len(history(listener)) == len(before) + 1
        assert not list(disk.glob(".mm-*"))


def test_a_build_without_room_is_refused_before_it_starts_and_told_how_much_it_needs(
    listener: Listener,
) -> None:
    place = listener.home.with_name("small disk")
    with small_disk(place, kilobytes=1000) as disk:
        env = {**listener.mm.env, "MM_WAREHOUSE": str(disk / "mmuffin.duckdb")}
        done = Mm(listener.home, env).run("build")
        assert (done.returncode, done.stdout) == (7, "")
        said = error_of(done)
        assert f"the disk is full at {disk}: a build needs about 65 MB, and 1 MB are free" in said
        assert "starting dbt" not in done.stderr
        assert [path.name for path in disk.iterdir()] == ["build.lock"]


@contextmanager
def small_disk(place: Path, *, kilobytes: int) -> Iterator[Path]:
    """Mount a small disk in memory; a skip by name where this process may not mount at all."""
    capabilities = int(Path("/proc/self/status").read_text().split("CapEff:")[1].split()[0], 16)
    if not capabilities >> CAN_MOUNT & 1:
        pytest.skip("a small disk can only be mounted by root")
    place.mkdir(parents=True)
    size = f"size={kilobytes}k,mode=700"
    subprocess.run(["mount", "-t", "tmpfs", "-o", size, "tmpfs", place], check=True)
    try:
        yield place
    finally:
        subprocess.run(["umount", place], check=True)


def fill(disk: Path) -> Path:
    """Write until nothing more fits."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while file.write(os.urandom(1024)):
                pass
        except OSError:
            return ballast
    raise AssertionError(json.dumps("the disk never filled"))
