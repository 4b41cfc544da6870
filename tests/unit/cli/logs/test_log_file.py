import logging
import stat
import subprocess
import sys

import pytest

from cli.logs.file import KEPT_FILES, LOG_FILE, SharedFileHandler
from stores.paths import PROJECT_ROOT

_WRITER = """
import logging, sys
from pathlib import Path
from cli.logs.file import SharedFileHandler
def tell(error): raise SystemExit(f"gave up: {error!r}")
handler = SharedFileHandler(Path(sys.argv[1]), tell, max_bytes=int(sys.argv[4]))
sys.stdin.readline()
for number in range(int(sys.argv[3])):
    text = f"{sys.argv[2]} {number} " + "x" * (number % 50) + " end"
    handler.emit(logging.LogRecord("mm", 20, "", 0, text, None, None))
"""


def emit(handler: SharedFileHandler, text: str) -> None:
    handler.emit(logging.LogRecord("mm", logging.INFO, "", 0, text, None, None))


def handler_of(path, told=None, max_bytes=1_000) -> SharedFileHandler:
    return SharedFileHandler(path, (told if told is not None else []).append, max_bytes=max_bytes)


def test_nothing_is_made_before_the_first_event_and_then_for_the_owner_only(tmp_path):
    path = tmp_path / "logs" / LOG_FILE
    handler = handler_of(path)
    assert not path.parent.exists()
    emit(handler, "first")
    assert path.read_text() == "first\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_log_that_others_may_read_becomes_private(tmp_path):
    path = tmp_path / LOG_FILE
    path.write_text("old\n")
    path.chmod(0o644)
    emit(handler_of(path), "new")
    assert path.read_text() == "old\nnew\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_it_is_rotated_by_size_and_the_oldest_goes(tmp_path):
    path = tmp_path / LOG_FILE
    handler = handler_of(path, max_bytes=100)
    for number in range(200):
        emit(handler, f"event {number:04}")
    files = sorted(tmp_path.iterdir())
    assert len(files) == 1 + KEPT_FILES
    assert all(file.stat().st_size <= 100 for file in files)
    assert all(stat.S_IMODE(file.stat().st_mode) == 0o600 for file in files)
    oldest_first = [tmp_path / f"{LOG_FILE}.{n}" for n in range(KEPT_FILES, 0, -1)] + [path]
    numbers = [
        int(line.split()[1])
        for file in oldest_first
        for line in file.read_text().split("\n")
        if line
    ]
    assert numbers == list(range(numbers[0], 200))


def test_who_finds_the_log_rotated_by_another_goes_on_in_the_new_one(tmp_path):
    path = tmp_path / LOG_FILE
    one, other = handler_of(path, max_bytes=30), handler_of(path, max_bytes=30)
    emit(one, "a" * 20)
    emit(other, "b" * 20)
    emit(one, "c" * 5)
    assert path.read_text() == "b" * 20 + "\n" + "c" * 5 + "\n"
    assert (tmp_path / f"{LOG_FILE}.1").read_text() == "a" * 20 + "\n"


@pytest.mark.parametrize("max_bytes", [60_000, 10_000_000])
def test_processes_that_write_at_once_lose_and_mix_no_line(tmp_path, max_bytes):
    path, count, names = tmp_path / LOG_FILE, 2_000, ("one", "two", "three")
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", _WRITER, str(path), name, str(count), str(max_bytes)],
            cwd=PROJECT_ROOT,
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for name in names
    ]
    for writer in writers:
        writer.stdin.write("go\n")
        writer.stdin.flush()
    for writer in writers:
        _, said = writer.communicate(timeout=60)
        assert writer.returncode == 0, said
    lines = [line for file in tmp_path.iterdir() for line in file.read_text().splitlines()]
    expected = [f"{name} {n} {'x' * (n % 50)} end" for name in names for n in range(count)]
    files = len(list(tmp_path.iterdir()))
    assert files == 1 if max_bytes > 1_000_000 else 1 < files <= KEPT_FILES
    assert sorted(lines) == sorted(expected)


def test_a_stopped_writer_keeps_nobody_waiting(tmp_path, monkeypatch):
    import fcntl

    monkeypatch.setattr("cli.logs.file._PATIENCE_S", 0.05)
    path = tmp_path / LOG_FILE
    path.write_text("x" * 200 + "\n")
    with path.open() as stuck:
        fcntl.flock(stuck, fcntl.LOCK_EX)
        emit(handler_of(path, max_bytes=100), "all the same")
    assert path.read_text().endswith("all the same\n")
    assert not (tmp_path / f"{LOG_FILE}.1").exists()


@pytest.mark.parametrize("obstacle", ["a folder", "a link", "a file for a folder"])
def test_what_cannot_be_written_ends_the_log_with_one_word_and_no_error(tmp_path, obstacle):
    path = tmp_path / "logs" / LOG_FILE
    if obstacle == "a file for a folder":
        path.parent.write_text("no folder")
    else:
        path.parent.mkdir()
        path.mkdir() if obstacle == "a folder" else path.symlink_to(tmp_path / "elsewhere")
    told: list[OSError] = []
    handler = handler_of(path, told)
    for _ in range(3):
        emit(handler, "event")
    assert len(told) == 1
    assert not (tmp_path / "elsewhere").exists()
