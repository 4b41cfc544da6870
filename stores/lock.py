"""One writer at a time: a lock that the kernel frees when its holder dies.

The lock is `flock` on a small file, not a file of process ids: it cannot be left behind. The lock
belongs to the open file, so a child process that inherits the descriptor keeps it, even after the
parent was killed.
"""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from stores.atomic import is_running
from stores.disk import naming

_FILE_MODE = 0o600
_PAUSE_S = 0.02


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a lock."""

    pid: int | None
    since: str | None

    def __str__(self) -> str:
        """Name the holder in words."""
        if self.pid is None:
            return "another mm process"
        if not is_running(self.pid):
            # Only a child that inherited the lock can hold it then.
            return f"what mm process {self.pid} started before it was killed"
        return f"mm process {self.pid}" + (f", running since {self.since}" if self.since else "")


class LockHeldError(Exception):
    """Another process holds the lock."""

    def __init__(self, holder: Holder) -> None:
        self.holder = holder
        super().__init__(f"{holder} is writing here; try again when it has finished")


@contextmanager
def hold(path: Path) -> Iterator[int]:
    """Hold the lock on `path` and yield its descriptor, which may be passed to a child process.

    Raises `LockHeldError` at once when another process holds it, `OSError` when the file cannot
    be written. The file stays behind, unlocked: removing it would let two holders in.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, _FILE_MODE)
    try:
        with naming(path):
            _take(descriptor)
        yield descriptor
    finally:
        # Closing, not unlocking: a child that inherited the lock and outlives us keeps it.
        os.close(descriptor)


@contextmanager
def wait_for(path: Path, seconds: float) -> Iterator[int]:
    """Hold the lock on `path` as `hold` does, but wait for a turn: for writers who are soon done.

    Raises `LockHeldError` when another process still holds it after `seconds`.
    """
    deadline = time.monotonic() + seconds
    with ExitStack() as held:
        descriptor = None
        while descriptor is None:
            try:
                descriptor = held.enter_context(hold(path))
            except LockHeldError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(_PAUSE_S)
        yield descriptor


def holder_of(path: Path) -> Holder | None:
    """Return who holds the lock on `path`, or None when nobody does; nothing is written.

    Found out by sharing the lock for the instant it takes to give it back. Raises `OSError` when
    the file is there and may not be read.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except (FileNotFoundError, NotADirectoryError):
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _read_holder(descriptor)
    finally:
        os.close(descriptor)
    return None


def _take(descriptor: int) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise LockHeldError(_read_holder(descriptor)) from None
    since = datetime.now().astimezone().isoformat(sep=" ", timespec="seconds")
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, json.dumps({"pid": os.getpid(), "since": since}).encode(), 0)


def _read_holder(descriptor: int) -> Holder:
    try:
        said = json.loads(os.pread(descriptor, 1000, 0))
        return Holder(pid=int(said["pid"]), since=str(said["since"]))
    except (ValueError, KeyError, TypeError):
        # The holder has the lock but has not written its name yet.
        return Holder(pid=None, since=None)
