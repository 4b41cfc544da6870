"""How a server of ours starts and ends: alone, telling its port, and leaving nothing behind."""

from __future__ import annotations

import logging
import os
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import chdir, contextmanager
from types import FrameType

COMMAND_VARIABLE = "MM_PAGES_COMMAND"
"""How the commands of this home start: `mm`, or `mm --demo`."""
PORT_TAKEN = 98
"""How a server ends whose port another program has, or the system keeps for itself."""

_OF_STREAMLIT = "STREAMLIT_"


@contextmanager
def quiet() -> Iterator[None]:
    """Keep Streamlit from warning that nobody is being served: that is meant so."""
    logging.disable(logging.WARNING)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)


@contextmanager
def alone() -> Iterator[None]:
    """Keep away what is set up for other Streamlit apps; Streamlit must not be imported yet.

    The process has a home and a working folder of its own meanwhile, an empty one, and no
    `STREAMLIT_…` variable.
    """
    before = dict(os.environ)
    with tempfile.TemporaryDirectory(prefix="mm-pages-") as empty, chdir(empty):
        for name in [name for name in before if name.startswith(_OF_STREAMLIT)]:
            del os.environ[name]
        os.environ |= {"HOME": empty, "USERPROFILE": empty}
        try:
            yield
        finally:
            os.environ.clear()
            os.environ.update(before)


def announce(port: int) -> None:
    """Tell who started us, in one line on stdout, where we can be reached from now on.

    Whatever is printed later goes where the errors go: nobody reads stdout any more.
    """
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())


def end_in_good_order() -> None:
    """Let the signals that end us end us as a return from `main` would, clearing up included."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _end)


def _end(_number: int, _frame: FrameType | None) -> None:
    raise SystemExit
