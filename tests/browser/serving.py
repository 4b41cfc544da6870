"""`mm view` as a process of its own, from the moment it answers until it is stopped."""

from __future__ import annotations

import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.integration.mm import Mm

_SECONDS_TO_START = 90
_SECONDS_TO_STOP = 15
_STEP_SECONDS = 0.05
LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class Served:
    """The pages of one home."""

    mm: Mm
    origin: str
    """`http://127.0.0.1:8501`, without a slash at the end."""


@contextmanager
def serving(
    mm: Mm,
    log: Path,
    *,
    is_demo: bool = False,
    env: Mapping[str, str] | None = None,
    port: int | None = None,
) -> Iterator[Served]:
    """Serve the pages of a home, or of its demo; what the server says goes to `log`."""
    port = port or free_port()
    view = ("view", "--no-browser", "--port", str(port))
    options = {} if env is None else {"env": dict(env)}
    with log.open("w", encoding="utf-8") as said:
        process = mm.start(
            *(("--demo", *view) if is_demo else view),
            stdout=said,
            stderr=subprocess.STDOUT,
            **options,
        )
        with answering(process, port, log) as origin:
            yield Served(mm, origin)


@contextmanager
def serving_pages(warehouse: Path, pages: Path, log: Path) -> Iterator[str]:
    """Serve a folder of pages over a warehouse: what `mm view` starts, with other pages."""
    port = free_port()
    mm = Mm(pages.parent, {"MM_WAREHOUSE": str(warehouse), "MM_PAGES_FOLDER": str(pages)})
    with log.open("w", encoding="utf-8") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "app.serve", str(port)],
            env=mm.environment() | {"PYTHONPATH": mm.python_path()},
            stdout=said,
            stderr=subprocess.STDOUT,
            text=True,
        )
        with answering(process, port, log) as origin:
            yield origin


@contextmanager
def answering(process: subprocess.Popen[str], port: int, log: Path) -> Iterator[str]:
    """Wait until a Streamlit server answers, give its address, and end it afterwards."""
    try:
        _wait_until_up(process, port, log)
        yield f"http://{LOOPBACK}:{port}"
    finally:
        process.terminate()
        try:
            process.wait(_SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def free_port() -> int:
    """A port that nobody listens on, for now."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_up(process: subprocess.Popen[str], port: int, log: Path) -> None:
    for _ in range(round(_SECONDS_TO_START / _STEP_SECONDS)):
        if _is_up(port):
            return
        try:
            process.wait(_STEP_SECONDS)
        except subprocess.TimeoutExpired:
            continue
        raise AssertionError(
            f"the server ended with {process.returncode}:\n{log.read_text('utf-8')}"
        )
    raise AssertionError(f"the server did not answer:\n{log.read_text('utf-8')}")


def _is_up(port: int) -> bool:
    # No proxy, whatever the environment says: this asks our own machine.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"http://{LOOPBACK}:{port}/_stcore/health", timeout=5) as answer:
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False
