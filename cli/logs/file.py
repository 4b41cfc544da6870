"""The log file: rotated by size, private, shared by all mm processes of a home.

Python's own handler takes it for granted that one process writes. Here each line is written under
the kernel's lock on the file, and whoever finds that another process has rotated it opens the new
one: no line is lost, mixed with another, or rotated away twice.
"""

from __future__ import annotations

import fcntl
import logging
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import IO, Any

LOG_FILE = "mm.log"
MAX_BYTES = 2_000_000
"""A log is rotated before it grows beyond this."""
KEPT_FILES = 5
"""Rotated files that are kept beside the log, `mm.log.1` the newest."""

_FOLDER_MODE = 0o700
_FILE_MODE = 0o600
_PATIENCE_S = 0.5
_PAUSE_S = 0.002


class SharedFileHandler(RotatingFileHandler):
    """Appends each event to the log; opened at the first one.

    Logging never fails a command: the first error ends the log, and `tell` gets that error.
    """

    def __init__(
        self, path: Path, tell: Callable[[OSError], None], *, max_bytes: int = MAX_BYTES
    ) -> None:
        super().__init__(
            path,
            maxBytes=max_bytes,
            backupCount=KEPT_FILES,
            encoding="utf-8",
            errors="backslashreplace",
            delay=True,
        )
        self._path = path
        self._tell = tell
        self._is_given_up = False

    def emit(self, record: logging.LogRecord) -> None:
        """Append one event."""
        if self._is_given_up:
            return
        try:
            with self._turn() as is_mine:
                if is_mine and self.shouldRollover(record):
                    self.doRollover()
                stream = self.stream or self._open()
                self.stream = stream
                stream.write(self.format(record) + self.terminator)
                stream.flush()
        except OSError as error:
            self._give_up(error)

    def _open(self) -> Any:
        self._path.parent.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
        descriptor = _open_private(self._path)
        return os.fdopen(descriptor, "a", encoding=self.encoding, errors=self.errors)

    @contextmanager
    def _turn(self) -> Iterator[bool]:
        """Have the file that is the log now open, and yield whether nobody else writes meanwhile.

        Who cannot be waited for any longer is stopped or stuck: then a line is appended all the
        same, which cannot harm, and rotating is left to others.
        """
        deadline = time.monotonic() + _PATIENCE_S
        while True:
            stream: IO[str] = self.stream or self._open()
            self.stream = stream  # type: ignore[assignment]
            # A second descriptor of the same open file keeps the lock while the first is closed.
            held = os.dup(stream.fileno())
            try:
                is_mine = _lock(held, deadline)
                if self._is_still_the_log(held) or time.monotonic() > deadline:
                    yield is_mine
                    return
            finally:
                fcntl.flock(held, fcntl.LOCK_UN)  # closing keeps it: the stream has it too
                os.close(held)
            self._close_stream()

    def _is_still_the_log(self, descriptor: int) -> bool:
        try:
            return os.path.samestat(self._path.stat(), os.fstat(descriptor))
        except FileNotFoundError:
            return False

    def _give_up(self, error: OSError) -> None:
        self._is_given_up = True
        self._close_stream()
        self._tell(error)

    def _close_stream(self) -> None:
        with suppress(OSError, ValueError):
            if self.stream is not None:
                self.stream.close()
        self.stream = None  # type: ignore[assignment]


def _open_private(path: Path) -> int:
    """Open the log for its owner only, and never through a link that somebody put there."""
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
    descriptor = os.open(path, flags, _FILE_MODE)
    if os.fstat(descriptor).st_uid == os.geteuid():
        os.fchmod(descriptor, _FILE_MODE)
    return descriptor


def _lock(descriptor: int, deadline: float) -> bool:
    """Take the lock, and return whether that came about before the deadline."""
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                return False
            time.sleep(_PAUSE_S)
        else:
            return True
