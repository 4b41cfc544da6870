"""Looking at other processes, and waiting for them with an end."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest

from stores.atomic import is_running

T = TypeVar("T")
_SECONDS = 60
_PAUSE_S = 0.002


@dataclass(frozen=True)
class Other:
    """A process that is no child of ours."""

    pid: int

    def send_signal(self, number: signal.Signals) -> None:
        os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def wait(self) -> None:
        wait_until(lambda: not is_running(self.pid))


def wait_until(found: Callable[[], T | None]) -> T:
    """Return what `found` gives as soon as that is something; fail when it never is."""
    deadline = time.monotonic() + _SECONDS
    while time.monotonic() < deadline:
        if value := found():
            return value
        time.sleep(_PAUSE_S)
    pytest.fail(f"waited {_SECONDS} s for nothing")


def children_of(pid: int, word: str) -> list[Other]:
    """The children of a process on whose command line there is this word."""
    try:
        listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [Other(int(child)) for child in listed if word in _command_line(int(child))]


def of_home(home: Path) -> list[Other]:
    """The processes that live with this home in their environment."""
    numbers = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    wanted = f"MM_HOME={home}\0".encode()
    return [Other(number) for number in numbers if wanted in _bytes_of(number, "environ")]


def _command_line(pid: int) -> str:
    return _bytes_of(pid, "cmdline").decode("utf-8", "replace")


def _bytes_of(pid: int, name: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/{name}").read_bytes()
    except OSError:
        return b""
