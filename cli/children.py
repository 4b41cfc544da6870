"""Child processes of `mm`: an environment made from nothing, and an end that comes for sure."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

_PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "PYTHONPATH")
_SECONDS_TO_END = 10
_ENDING_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_SET_PARENT_DEATH_SIGNAL = 1


def basic_environment(env: Mapping[str, str]) -> dict[str, str]:
    """Return of our environment what any program needs: no setting and no secret is among it."""
    return {name: env[name] for name in _PASSED_ON if name in env}


def _end_with_parent() -> None:
    """Ask Linux to end this process when `mm` is killed, so that no orphan goes on working."""
    ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)


_BEFORE_CHILD: Callable[[], None] | None = _end_with_parent if sys.platform == "linux" else None


def start(command: Sequence[str], **options: Any) -> subprocess.Popen[str]:
    """Start a child with a text pipe as stdout, in a session of its own; `end` ends it.

    Ctrl-C reaches us alone, so that we end the child in good order. One that comes while the child
    is being started counts once it is there, and ends it: Python would lose an exception that is
    raised in what it runs before a fork. `options` are those of `subprocess.Popen`.
    """
    with _signals_held_back() as came:
        child = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
            preexec_fn=_BEFORE_CHILD,
            **options,
        )
    if came:
        end(child)
        raise KeyboardInterrupt
    return child


@contextlib.contextmanager
def _signals_held_back() -> Iterator[list[int]]:
    """Only note the signals that end us; yields those that came, in the main thread."""
    came: list[int] = []
    before: dict[int, Any] = {}
    if threading.current_thread() is threading.main_thread():
        for number in _ENDING_SIGNALS:
            if callable(handler := signal.getsignal(number)):
                before[number] = handler
                signal.signal(number, lambda came_now, _frame: came.append(came_now))
    try:
        yield came
    finally:
        for held, handler in before.items():
            signal.signal(held, handler)


def end(child: subprocess.Popen[str]) -> None:
    """End the child and all it started: first politely, then for good.

    It must have been started as the leader of a session of its own.
    """
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGTERM)
        try:
            child.wait(_SECONDS_TO_END)
        except (subprocess.TimeoutExpired, KeyboardInterrupt):
            # Whoever presses Ctrl-C again does not want to wait: what is left behind is removed
            # by our caller, who must not find the child still writing it.
            os.killpg(child.pid, signal.SIGKILL)
    child.wait()
