"""Safe by default: no network but this machine's loopback, nothing of the user's own settings.

The same network guard reaches Python child processes (dbt, `mm`, servers) through
tests/guard/sitecustomize.py on PYTHONPATH.
"""

import os
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.guard.loopback_only import GUARD_FOLDER, forbid_network

# Settings of a person or a machine that would change what a test sees.
_PREFIXES = tuple(
    "MM_ DBT_ LASTFM_ MUSICBRAINZ_ LISTENBRAINZ_ STREAMLIT_ XDG_ GIT_ MAKE MFLAGS "
    "FORCE_COLOR NO_COLOR CLICOLOR PY_COLORS".split()
)
_WORDS = ("SECRET", "TOKEN", "PASSWORD", "API_KEY", "PROXY")
_NOWHERE = "http://127.0.0.1:9"  # the discard port: whoever asks a proxy there is refused

forbid_network()

# A shell that starts a command with `&` lets it ignore Ctrl-C, and all that it starts inherit that:
# the tests that interrupt something would interrupt nothing.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# How long an example takes says more about the machine than about the code.
settings.register_profile("mmuffin", deadline=None, derandomize=True)
settings.load_profile("mmuffin")


_STARTING_PROCESSES = {"integration", "browser", "faults"}


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--full` runs what is marked slow too, and tests/faults with every moment and trial."""
    parser.addoption(
        "--full", action="store_true", help="run slow tests, and all moments of faults"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What lies in a folder of tests that start processes is marked by that; slow ones wait."""
    if not config.getoption("--full"):
        slow = [item for item in items if item.get_closest_marker("slow")]
        config.hook.pytest_deselected(items=slow)
        items[:] = [item for item in items if not item.get_closest_marker("slow")]
    for item in items:
        folders = Path(item.fspath).parts
        if _STARTING_PROCESSES.intersection(folders):
            item.add_marker("integration")
        if "browser" in folders:
            item.add_marker("app")


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes are numbered, not named: packed ones hold the time, and processes must agree."""
    return argname if isinstance(val, bytes) else None


@pytest.fixture(scope="session", autouse=True)
def clean_environment() -> Iterator[None]:
    """The environment of a person who has set nothing up, for fixtures of every scope."""
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as home:
        for name in list(os.environ):
            upper = name.upper()
            if upper.startswith(_PREFIXES) or any(word in upper for word in _WORDS):
                patch.delenv(name)
        for name in ("http_proxy", "https_proxy", "all_proxy"):
            patch.setenv(name, _NOWHERE)
        patch.setenv("no_proxy", "127.0.0.1,localhost,::1")
        patch.setenv("HOME", home)
        patch.setenv("USERPROFILE", home)
        patch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
        patch.setenv("DO_NOT_TRACK", "1")
        patch.setenv("DBT_SEND_ANONYMOUS_USAGE_STATS", "false")
        patch.setenv("PYTHONPATH", os.pathsep.join(_with_guard(os.environ.get("PYTHONPATH", ""))))
        yield


@pytest.fixture(autouse=True)
def own_home(
    clean_environment: None,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> Path:
    """A home folder of the test's own."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    return home


def _with_guard(python_path: str) -> list[str]:
    others = [entry for entry in python_path.split(os.pathsep) if entry]
    return [str(GUARD_FOLDER), *(entry for entry in others if entry != str(GUARD_FOLDER))]
