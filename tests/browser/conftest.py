from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.chromium import MISSING, chromium, find_chromium
from tests.browser.serving import Served, serving
from tests.browser.visit import SETTLE_MS, Visit, visiting
from tests.integration.conftest import Demo, demo  # noqa: F401  the same sample as over there
from tests.integration.mm import FROM_FILE, Mm


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, started once."""
    if find_chromium() is None:
        if os.environ.get("CI"):
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    # The script runs on the server, and the machine may be busy: five seconds would be a guess.
    expect.set_options(timeout=SETTLE_MS)
    with chromium() as started:
        yield started


@pytest.fixture(scope="session")
def sample(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:  # noqa: F811
    """The pages over the sample. Only to be looked at."""
    assert demo.done.returncode == 0, demo.done.stderr
    with serving(demo.mm, tmp_path_factory.mktemp("view") / "log", is_demo=True) as served:
        yield served


@pytest.fixture(scope="module")
def own(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:  # noqa: F811
    """The pages over a copy of the sample that the module's tests may change."""
    folder = tmp_path_factory.mktemp("own")
    shutil.copytree(demo.home, folder / "home")
    with serving(Mm(folder / "home", FROM_FILE), folder / "log") as served:
        yield served


@pytest.fixture
def visit(browser: Browser, sample: Served) -> Iterator[Visit]:
    """A fresh tab on the sample."""
    with visiting(browser, sample.origin) as opened:
        yield opened
