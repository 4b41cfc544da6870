"""A real terminal for `mm`: what a person sees, and types."""

from __future__ import annotations

import os
import pty
import select
import sys
import termios
import time
from types import TracebackType

from tests.integration.mm import Mm

_SECONDS = 60


class Terminal:
    """`mm` running at a terminal of its own; `seen` is all that came up there."""

    def __init__(self, mm: Mm, *arguments: str) -> None:
        self.seen = ""
        self._at = 0
        self._pid, self._handle = pty.fork()
        if self._pid == 0:
            os.chdir(mm.home.parent)
            environment = mm.environment() | {"PYTHONPATH": mm.python_path()}
            os.execve(sys.executable, [sys.executable, "-m", "cli", *arguments], environment)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        os.close(self._handle)

    def expect(self, words: str) -> None:
        """Wait until these words come up after what was expected last."""
        give_up = time.monotonic() + _SECONDS
        while words not in self.seen[self._at :]:
            assert time.monotonic() < give_up, self.seen
            assert self._read(), f"ended without {words!r}: {self.seen}"
        self._at = self.seen.index(words, self._at) + len(words)

    def type(self, words: str, *, end: str = "\n") -> None:
        """Type words and Enter; waits until the program has turned the echo off, if it will."""
        os.write(self._handle, (words + end).encode())

    def type_hidden(self, words: str) -> None:
        """Type what must not be seen: only once the terminal echoes nothing."""
        give_up = time.monotonic() + _SECONDS
        while termios.tcgetattr(self._handle)[3] & termios.ECHO:
            assert time.monotonic() < give_up, "the echo stays on"
            time.sleep(0.01)
        self.type(words)

    def end(self) -> int:
        """Read to the end and return the exit code."""
        while self._read():
            pass
        _, status = os.waitpid(self._pid, 0)
        return os.waitstatus_to_exitcode(status)

    def _read(self) -> bool:
        ready, _, _ = select.select([self._handle], [], [], 1)
        if not ready:
            return True
        try:
            data = os.read(self._handle, 65_536)
        except OSError:  # the other end is gone
            return False
        self.seen += data.decode(errors="replace")
        return bool(data)
