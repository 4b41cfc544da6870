"""An import that is killed at any moment leaves whole files only, and the next one finishes it."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.unit.ingest.exports import TODAY, extended, run, stored, text_of, write

FILES = 8
RECORDS = 800
TRIALS = 6

SCRIPT = f"""
import datetime, pathlib, sys
from ingest import limits
from ingest.run import import_export

if __name__ == "__main__":
    limits.PARALLEL_FROM_BYTES = int(sys.argv[3])
    today = datetime.date({TODAY.year}, {TODAY.month}, {TODAY.day})
    import_export(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), today=today)
"""


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(
        tmp_path_factory.mktemp("export"),
        {
            f"endsong_{part}.json": text_of(
                extended(part * RECORDS + number) for number in range(RECORDS)
            )
            for part in range(FILES)
        },
    )


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "import_it.py"
    path.write_text(SCRIPT)
    return path


@pytest.mark.parametrize("is_parallel", [False, True])
def test_a_killed_import_leaves_whole_files_and_the_next_one_finishes(
    export: Path, script: Path, tmp_path: Path, is_parallel: bool
) -> None:
    whole = tmp_path / "whole"
    command = [sys.executable, str(script), str(export)]
    parallel_from = "0" if is_parallel else str(10**12)
    subprocess.run([*command, str(whole), parallel_from], check=True)
    chance = random.Random(4711)
    partial = 0
    for trial in range(TRIALS):
        history = tmp_path / f"history{trial}"
        with subprocess.Popen([*command, str(history), parallel_from]) as child:
            _wait_for_files(history, 1 + trial)
            time.sleep(chance.uniform(0, 0.03))
            readers = _children_of(child.pid)
            child.send_signal(signal.SIGKILL)
        left = list(history.glob("*.parquet"))
        partial += 1 < len(left) <= FILES
        for path in left:
            assert pq.read_table(path).num_rows in (0, RECORDS)
        _wait_for_the_end_of(readers)
        run(export, history)
        assert stored(history) == stored(whole)
        assert not list(history.glob(".mm-*"))
    assert partial, "no trial was killed in the middle: the test proved nothing"


def _wait_for_files(history: Path, count: int) -> None:
    deadline = time.monotonic() + 30
    while len(list(history.glob("*.parquet"))) < count and time.monotonic() < deadline:
        time.sleep(0.002)


def _children_of(pid: int) -> list[int]:
    """Return the processes that read for an import."""
    try:
        return [
            int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        ]
    except FileNotFoundError:
        return []


def _wait_for_the_end_of(readers: list[int]) -> None:
    """Wait until the processes that read for the killed one have followed it."""
    deadline = time.monotonic() + 20
    while any(map(_is_running, readers)):
        if time.monotonic() > deadline:
            pytest.fail("a reading process outlived its parent")
        time.sleep(0.02)


def _is_running(pid: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] not in ("Z", "X")


def test_ctrl_c_ends_a_parallel_import_quietly(export: Path, script: Path, tmp_path: Path) -> None:
    history = tmp_path / "history"
    command = [sys.executable, str(script), str(export), str(history), "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, start_new_session=True) as child:
        _wait_for_files(history, 2)
        child.send_signal(signal.SIGINT)
        _, said = child.communicate(timeout=20)
    assert said.decode().count("KeyboardInterrupt") <= 1
    assert b"ForkServer" not in said
    assert not list(history.glob(".mm-*"))
