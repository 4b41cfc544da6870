"""Short cuts and helpers of an import: they change its speed and nothing else."""

import subprocess
import sys
from pathlib import Path

import pytest

from ingest import limits, readers, seen
from ingest.errors import InputChangedError
from ingest.history import ensure
from ingest.report import ImportEvent, Status
from tests.unit.ingest.exports import AUDIO_NAME, FILES, extended, run, stored, text_of, write


@pytest.fixture
def history(tmp_path: Path) -> Path:
    return tmp_path / "data" / "history"


@pytest.fixture
def export(tmp_path: Path) -> Path:
    return write(tmp_path / "export", FILES)


def test_an_unchanged_file_is_not_even_opened_again(
    export: Path, history: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seen, "_SETTLED_NS", -(10**12))  # as if the files were old
    run(export, history)
    before = (history / "seen.txt").read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr("ingest.reader.read_bytes", lambda _: pytest.fail("it was read"))
        report = run(export, history)
        assert len(report.of(Status.ALREADY)) == 3
        assert len(report.of(Status.IGNORED)) == 2
    assert (history / "seen.txt").read_bytes() == before
    changed = export / "Spotify Extended Streaming History" / AUDIO_NAME
    changed.write_bytes(text_of(map(extended, range(30, 50))))
    assert [file.records for file in run(export, history).imported] == [20]


def test_a_file_changed_a_moment_ago_is_not_trusted_to_be_unchanged(
    export: Path, history: Path
) -> None:
    run(export, history)
    assert not (history / "seen.txt").exists()


def test_a_damaged_list_of_seen_files_only_costs_time(export: Path, history: Path) -> None:
    ensure(history)
    (history / "seen.txt").write_bytes(b"\xff\x00 nonsense\nx y z\n")
    assert len(run(export, history).imported) == 3


def test_several_processes_give_the_same_store_and_report_as_one(
    export: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(export, {"endsong_9.json": b"[", "copy.json": text_of(map(extended, range(20)))})
    one = run(export, tmp_path / "one")
    monkeypatch.setattr(limits, "PARALLEL_FROM_BYTES", 0)
    monkeypatch.setattr(readers.os, "sched_getaffinity", lambda _: {0, 1})
    two = run(export, tmp_path / "two")
    assert two.files == one.files
    assert stored(tmp_path / "two") == stored(tmp_path / "one")
    assert not list((tmp_path / "two").glob(".mm-*"))


def test_a_change_seen_by_another_process_stops_the_import_and_leaves_nothing_half_done(
    tmp_path: Path, history: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export = write(
        tmp_path / "export", {f"endsong_{n}.json": text_of([extended(n)]) for n in range(8)}
    )
    monkeypatch.setattr(limits, "PARALLEL_FROM_BYTES", 0)
    monkeypatch.setattr(readers.os, "sched_getaffinity", lambda _: {0, 1})

    def append(event: ImportEvent) -> None:
        (export / "endsong_4.json").write_bytes(b"[]")

    with pytest.raises(InputChangedError, match=r"endsong_4\.json"):
        run(export, history, progress=append)
    assert not list(history.glob(".mm-*"))
    assert len(stored(history)) == 5  # the four before it, and the empty one


@pytest.mark.parametrize("processes", [1, 2])
def test_an_interrupt_before_a_file_is_published_leaves_nothing_half_done(
    export: Path, history: Path, monkeypatch: pytest.MonkeyPatch, processes: int
) -> None:
    monkeypatch.setattr(limits, "PARALLEL_FROM_BYTES", 0)
    monkeypatch.setattr(readers.os, "sched_getaffinity", lambda _: set(range(processes)))

    def interrupted(folder: Path, sha256: str) -> None:
        assert list(folder.glob(".mm-*")), "nothing was in hand: the test proves nothing"
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("ingest.run.revive", interrupted)
        with pytest.raises(KeyboardInterrupt):
            run(export, history)
    assert not list(history.glob(".mm-*"))
    assert len(run(export, history).imported) == 3


def test_reading_does_not_wait_for_pandas(export: Path, history: Path) -> None:
    script = (
        "import sys, datetime, pathlib; from ingest.run import import_export\n"
        "r = import_export(*map(pathlib.Path, sys.argv[1:]), today=datetime.date(2025, 6, 1))\n"
        "sys.exit(0 if r.record_count == 23 and 'pandas' not in sys.modules else 1)"
    )
    done = subprocess.run([sys.executable, "-c", script, str(export), str(history)], check=False)
    assert done.returncode == 0
