"""Makes a real process meet a fault: loaded by every Python that finds this folder on its path.

`FAULT=CALL[~PART]:N:WHAT` lets the N-th CALL (of those whose path holds PART) meet WHAT:

- `kill`, `killafter`: SIGKILL before or after the call is done,
- `interrupt`: Ctrl-C before it, `change`: somebody else writes to the file before it,
- the name of an errno, such as `ENOSPC`: that error instead of the call.

CALL is one of `CALLS`, or `open`, which counts every opening of a file. `FAULT_LOG` names a file
that gets a line for each call, and `fired` when the fault came: a test must look for it there.
`FAULT_ORPHANS` leaves out what a child does first, so that it outlives its parent as on a system
that cannot tell it of its parent's death. A file `clock` beside this one holds the seconds by which
the clock is wrong; unlike the environment it reaches every child.
"""

import errno
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

CALLS = ("write", "pwrite", "fsync", "replace", "rename", "unlink")
_FAULT = re.compile(r"(?P<call>\w+)(~(?P<part>[^:]+))?:(?P<number>\d+):(?P<what>\w+)")

# The network guard is a sitecustomize too, and only the first on the path is loaded.
sys.path.append(str(Path(__file__).resolve().parents[2] / "guard"))
import loopback_only  # noqa: E402

loopback_only.forbid_network()
_open, _write = os.open, os.write


class Shim:
    """Counts calls and lets the one that is meant meet its fault."""

    def __init__(self, fault: str, log: str) -> None:
        match = _FAULT.fullmatch(fault) if fault else None
        self.call = match["call"] if match else ""
        self.part = (match["part"] or "") if match else ""
        self.left = int(match["number"]) if match else 0
        self.what = match["what"] if match else ""
        self.log = log
        self.is_busy = False

    def note(self, line: str) -> None:
        if self.log:
            handle = _open(self.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            _write(handle, f"{line}\n".encode())
            os.close(handle)

    def is_meant(self, call: str, path: str) -> bool:
        if call != self.call or self.part not in path:
            return False
        self.left -= 1
        return self.left == 0

    def strike(self, path: str, *, is_told: bool = True) -> None:
        """Let the fault come, apart from `killafter`; `is_told` says that an error has the path."""
        self.note("fired")
        if self.what == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        elif self.what == "interrupt":
            os.kill(os.getpid(), signal.SIGINT)
        elif self.what == "change":
            with Path(path).open("a", encoding="utf-8") as file:
                file.write(" ")
        elif self.what != "killafter":
            code = getattr(errno, self.what)
            raise OSError(code, os.strerror(code), path if is_told else None)

    def wrapped(self, name, call):  # type: ignore[no-untyped-def]
        def wrapper(target, *rest, **said):  # type: ignore[no-untyped-def]
            path = _path_of(target)
            self.note(f"{name} {path}")
            is_meant = self.is_meant(name, path)
            if is_meant:
                self.strike(path, is_told=not isinstance(target, int))
            result = call(target, *rest, **said)
            if is_meant and self.what == "killafter":
                os.kill(os.getpid(), signal.SIGKILL)
            return result

        return wrapper

    def hear(self, event: str, arguments: tuple[object, ...]) -> None:
        """Take an audit event: the only way to learn of files that C code opens."""
        if event != "open" or self.call != "open" or self.is_busy:
            return
        self.is_busy = True
        try:
            path = str(arguments[0])
            if self.is_meant("open", path):
                self.strike(path)
        finally:
            self.is_busy = False


def _path_of(target: object) -> str:
    if isinstance(target, int):
        try:
            return str(Path(f"/proc/self/fd/{target}").readlink())
        except OSError:
            return ""
    return os.fsdecode(target)  # type: ignore[arg-type]


def _move_the_clock(seconds: float) -> None:
    real_time, real_time_ns = time.time, time.time_ns
    time.time = lambda: real_time() + seconds
    time.time_ns = lambda: real_time_ns() + int(seconds * 1e9)


def _leave_orphans() -> None:
    real = subprocess.Popen.__init__

    def without_first_act(self, *arguments, **said):  # type: ignore[no-untyped-def]
        said.pop("preexec_fn", None)
        real(self, *arguments, **said)

    subprocess.Popen.__init__ = without_first_act  # type: ignore[method-assign]


if os.environ.get("FAULT") or os.environ.get("FAULT_LOG"):
    _shim = Shim(os.environ.get("FAULT", ""), os.environ.get("FAULT_LOG", ""))
    for _name in CALLS:
        setattr(os, _name, _shim.wrapped(_name, getattr(os, _name)))
    sys.addaudithook(_shim.hear)
if os.environ.get("FAULT_ORPHANS"):
    _leave_orphans()
_clock = Path(__file__).with_name("clock")
if _clock.exists():
    _move_the_clock(float(_clock.read_text()))
