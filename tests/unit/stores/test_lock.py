import os
import signal
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from stores.lock import LockHeldError, hold, holder_of, wait_for

HOLDER = """
import sys, time
from pathlib import Path
from stores.lock import hold
with hold(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""

PARENT = """
import subprocess, sys
from pathlib import Path
from stores.lock import hold
with hold(Path(sys.argv[1])) as descriptor:
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"],
                             pass_fds=[descriptor])
    print(child.pid, flush=True)
    child.wait()
"""


def start(code: str, path: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", code, str(path)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[3],
    )


def test_a_second_holder_is_refused_at_once_and_told_who_holds_it(tmp_path: Path):
    path = tmp_path / "x.lock"
    holder = start(HOLDER, path)
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        started = time.monotonic()
        with pytest.raises(
            LockHeldError, match=f"process {holder.pid}, running since 20"
        ) as caught:
            hold(path).__enter__()
        assert time.monotonic() - started < 1
        assert caught.value.holder.pid == holder.pid
    finally:
        holder.kill()
        holder.wait()
    with hold(path):
        pass


def test_a_child_that_inherited_the_lock_keeps_it_after_its_parent_was_killed(tmp_path: Path):
    path = tmp_path / "x.lock"
    parent = start(PARENT, path)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    try:
        parent.kill()
        parent.wait()
        with pytest.raises(LockHeldError):
            hold(path).__enter__()
    finally:
        os.kill(child, 9)
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        try:
            with hold(path):
                return
        except LockHeldError:
            time.sleep(0.05)
    pytest.fail("the lock outlived every holder")


def test_the_lock_is_free_again_after_use_and_private(tmp_path: Path):
    path = tmp_path / "folder" / "x.lock"
    for _ in range(2):
        with hold(path):
            assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_lock_file_that_names_nobody_still_refuses(tmp_path: Path):
    path = tmp_path / "x.lock"
    with hold(path):
        path.write_text("")
        with pytest.raises(LockHeldError, match="another mm process"):
            hold(path).__enter__()


def test_a_writer_waits_for_its_turn(tmp_path: Path):
    path = tmp_path / "x.lock"
    holder = start(HOLDER, path)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    timer = threading.Timer(0.3, holder.kill)
    timer.start()
    started = time.monotonic()
    with wait_for(path, 30), pytest.raises(LockHeldError):
        hold(path).__enter__()
    assert 0.2 < time.monotonic() - started < 20
    timer.join()
    holder.wait()


def test_a_writer_that_waited_long_enough_is_told_who_holds_the_lock(tmp_path: Path):
    path = tmp_path / "x.lock"
    with hold(path):
        started = time.monotonic()
        with pytest.raises(LockHeldError, match=f"process {os.getpid()}"):
            wait_for(path, 0.2).__enter__()
        assert time.monotonic() - started >= 0.2


def test_who_holds_a_lock_is_told_without_taking_it_or_making_its_file(tmp_path: Path):
    path = tmp_path / "x.lock"
    assert holder_of(path) is None
    assert not path.exists()
    holder = start(HOLDER, path)
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        found = holder_of(path)
        assert found is not None
        assert found.pid == holder.pid
    finally:
        holder.kill()
        holder.wait()
    written = path.read_bytes()
    assert holder_of(path) is None
    assert path.read_bytes() == written
    with hold(path):
        pass


def test_a_lock_that_an_orphan_keeps_is_still_held(tmp_path: Path):
    path = tmp_path / "x.lock"
    parent = start(PARENT, path)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    try:
        parent.kill()
        parent.wait()
        found = holder_of(path)
        assert found is not None
        assert found.pid == parent.pid
    finally:
        os.kill(child, signal.SIGKILL)
