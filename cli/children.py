"""Child processes of `mm`: an environment made from nothing, and an end that comes for sure."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping

_PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "PYTHONPATH")
_SECONDS_TO_END = 10
_SET_PARENT_DEATH_SIGNAL = 1


def basic_environment(env: Mapping[str, str]) -> dict[str, str]:
    """Return of our environment what any program needs: no setting and no secret is among it."""
    return {name: env[name] for name in _PASSED_ON if name in env}


def _end_with_parent() -> None:
    """Ask Linux to end this process when `mm` is killed, so that no orphan goes on working."""
    ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)


BEFORE_CHILD: Callable[[], None] | None = _end_with_parent if sys.platform == "linux" else None
"""What a child does first; for `preexec_fn`."""


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
