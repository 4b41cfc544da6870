import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.integration.mm import FROM_FILE, Mm


@dataclass(frozen=True)
class Demo:
    """What one `mm demo` left behind and said. Only to be read."""

    mm: Mm
    done: subprocess.CompletedProcess[str]

    @property
    def home(self) -> Path:
        """The home of the sample listener."""
        return self.mm.home / "demo"


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory, clean_environment: None) -> Demo:
    """The sample listener, built once for all tests."""
    # A listener with a key: the demo asks nobody all the same.
    settings = {
        "LASTFM_API_KEY": "0123456789abcdef" * 2,
        "MM_PROVIDERS": "lastfm",
        "MM_LASTFM_URL": "http://127.0.0.1:9/",
    }
    mm = Mm(tmp_path_factory.mktemp("listener") / "home of the listener", settings)
    return Demo(mm, mm.run("demo"))


@pytest.fixture
def mm(tmp_path: Path) -> Mm:
    """`mm` in an empty home."""
    return Mm(tmp_path / "home")


@pytest.fixture
def built(demo: Demo, tmp_path: Path) -> Mm:
    """`mm` in a home of the test's own in which the sample was built."""
    assert demo.done.returncode == 0, demo.done.stderr
    shutil.copytree(demo.home, tmp_path / "home")
    return Mm(tmp_path / "home", FROM_FILE)
