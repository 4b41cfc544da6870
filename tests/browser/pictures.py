"""Pictures of every page at both widths and in both themes, whole height, to be looked at.

``python -m tests.browser.pictures OUT [--home HOME] [--pages overview discover]``. The home is one
in which `mm demo` was run; without one, the project's own. Names: `overview-1280-light.png`, ….
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser

from stores.paths import PROJECT_ROOT
from tests.browser.addresses import addresses
from tests.browser.chromium import chromium
from tests.browser.serving import serving
from tests.browser.visit import visiting
from tests.integration.mm import Mm

WIDTHS = (1280, 400)
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
_HEIGHT = 900
_TALLEST = 12_000

# Streamlit scrolls inside the window, so the window must be as tall as what is in it.
_NEEDED_HEIGHT = """() => {
  const main = document.querySelector('[data-testid="stMain"]');
  return Math.ceil(innerHeight - main.clientHeight + main.scrollHeight);
}"""


def take(
    browser: Browser, origin: str, path: str, to: Path, width: int, theme: Literal["light", "dark"]
) -> None:
    """Take one picture of a whole page once everything on it is drawn."""
    size = {"width": width, "height": _HEIGHT}
    with visiting(browser, origin, viewport=size, color_scheme=theme) as visit:
        visit.open(path)
        height = _HEIGHT
        # A taller window draws what was out of sight, which may need more height again.
        while height < (needed := min(visit.page.evaluate(_NEEDED_HEIGHT), _TALLEST)):
            height = needed
            visit.page.set_viewport_size({"width": width, "height": height})
            visit.settle()
        visit.page.screenshot(path=to, animations="disabled")


def main(arguments: Sequence[str] | None = None) -> int:
    """Parse the command line, take the pictures, say where they are."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("out", type=Path, help="folder for the pictures")
    parser.add_argument("--home", type=Path, default=PROJECT_ROOT, help="where `mm demo` was run")
    parser.add_argument("--pages", nargs="+", help="only these")
    said = parser.parse_args(arguments)
    said.out.mkdir(parents=True, exist_ok=True)
    paths = {slug: path for slug, path in addresses().items() if slug in (said.pages or [slug])}
    # As the user has it: nothing here keeps to this machine but the pages themselves.
    env = {**os.environ, "MM_HOME": str(said.home), "PYTHONPATH": str(PROJECT_ROOT)}
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(Mm(said.home), Path(folder) / "log", is_demo=True, env=env) as served,
        chromium() as browser,
    ):
        for slug, path in paths.items():
            for width in WIDTHS:
                for theme in THEMES:
                    to = said.out / f"{slug}-{width}-{theme}.png"
                    take(browser, served.origin, path, to, width, theme)
                    print(to)
    return 0


if __name__ == "__main__":
    sys.exit(main())
