import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.integration.mm import FROM_FILE, Mm, adopt, keep_parsed
from tests.sample_data.generate import generate_export
from tests.sharing import folder_of_the_run, made_once


@dataclass(frozen=True)
class Demo:
    """What one `mm demo` left behind and said. Only to be read."""

    mm: Mm
    done: subprocess.CompletedProcess[str]

    @property
    def home(self) -> Path:
        """The home of the sample listener."""
        return self.mm.home / "demo"


# A listener with a key: the demo asks nobody all the same.
_SETTINGS = {
    "LASTFM_API_KEY": "0123456789abcdef" * 2,
    "MM_PROVIDERS": "lastfm",
    "MM_LASTFM_URL": "http://127.0.0.1:9/",
}


@pytest.fixture(scope="session")
def demo(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    clean_environment: None,
) -> Demo:
    """The sample listener, built once for all tests; each process has a copy of its own."""
    made = made_once(folder_of_the_run(request.config, tmp_path_factory) / "demo", _make_demo)
    home = tmp_path_factory.mktemp("listener") / "home of the listener"
    shutil.copytree(made / "home", home, symlinks=True)
    said = json.loads((made / "said.json").read_text("utf-8"))
    adopt(home / "demo")
    keep_parsed(home / "demo")
    return Demo(Mm(home, _SETTINGS), subprocess.CompletedProcess(**said))


def _make_demo(folder: Path) -> None:
    done = Mm(folder / "home", _SETTINGS).run("demo")
    (folder / "home").mkdir(exist_ok=True)  # none after a failure, which the tests tell
    (folder / "said.json").write_text(json.dumps(vars(done)), "utf-8")


@pytest.fixture(scope="session")
def taste(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    """What was planted in the sample listener's taste. No engine ever reads it."""
    made = made_once(folder_of_the_run(request.config, tmp_path_factory) / "taste", _tell_taste)
    told: dict[str, Any] = json.loads((made / "taste.json").read_text("utf-8"))
    return told


def _tell_taste(folder: Path) -> None:
    planted = generate_export(folder / "export")
    (folder / "taste.json").write_text(json.dumps(planted.taste), "utf-8")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Where the test's home goes; it is not there yet."""
    (tmp_path / "listener").mkdir()
    return tmp_path / "listener" / "home"


@pytest.fixture
def mm(home: Path) -> Mm:
    """`mm` in an empty home."""
    return Mm(home)


@pytest.fixture
def built(demo: Demo, home: Path) -> Mm:
    """`mm` in a home of the test's own in which the sample was built."""
    assert demo.done.returncode == 0, demo.done.stderr
    shutil.copytree(demo.home, home)
    adopt(home)
    return Mm(home, FROM_FILE)
