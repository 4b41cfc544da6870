"""One tab of the browser on the served pages, and all that went wrong in it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, Response

SETTLE_MS = 30_000
ERROR_BOX = '[data-testid="stAlertContentError"], [data-testid="stException"]'
_INSIDE = ("data", "blob")  # what the page itself made; it goes nowhere
# At an address with a path, Streamlit first asks whether the server lives below that path. It does
# not, and Chromium tells the console so; nobody can switch either off.
_ASKED_IN_VAIN = re.compile(r"/[^/]+/_stcore/(health|host-config)")

# Streamlit says on its root what the script does. A chart has settled when Vega has drawn it, a
# table when it has its canvas; what a closed tab or expander hides is not waited for. One run of
# the script may lead to another at once, so it must have been like that for a moment.
_IS_SETTLED = """() => {
  const app = document.querySelector('[data-testid="stApp"]');
  const main = document.querySelector('[data-testid="stMainBlockContainer"]');
  if (!app || !main) return false;
  const {testScriptState: script, testConnectionState: line} = app.dataset;
  if (script !== 'notRunning' || line !== 'CONNECTED') return false;
  const waiting = '[data-testid="stSkeleton"], [data-testid="stSpinner"], [data-stale="true"]';
  if (!main.querySelector('[data-testid="stElementContainer"]')) return false;
  if (main.querySelector(waiting)) return false;
  const drawn = (box, inside) =>
    [...main.querySelectorAll(`[data-testid="${box}"]`)].every(
      each => !each.checkVisibility() || each.querySelector(inside));
  return drawn('stVegaLiteChart', '.marks') && drawn('stDataFrame', 'canvas');
}"""
SETTLED = f"""() => {{
  if (!({_IS_SETTLED})()) return window.settledAt = null, false;
  window.settledAt ??= performance.now();
  return performance.now() - window.settledAt > 250;
}}"""

# Told apart from the page that was there before by the run of the script in between.
_WATCH_SCRIPT = """() => {
  const app = document.querySelector('[data-testid="stApp"]');
  window.hasRun = false;
  new MutationObserver(() => { window.hasRun ||= app.dataset.testScriptState === 'running'; })
    .observe(app, {attributeFilter: ['data-test-script-state']});
}"""


@dataclass
class Visit:
    """One tab. `went_wrong` holds console errors, failed requests and uncaught exceptions."""

    page: Page
    origin: str
    requests: list[str] = field(default_factory=list)
    went_wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.went_wrong.append(f"exception: {error}"))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("websocket", lambda socket: self.requests.append(socket.url))
        self.page.on("requestfailed", self._failed)
        self.page.on("response", self._answered)

    def open(self, path: str = "/") -> Visit:
        """Load an address anew and wait until everything on the page is drawn."""
        self.page.goto(self.origin + path)
        return self.settle()

    def follow(self, path: str) -> Visit:
        """Go to a page of the navigation without loading anew, and wait until it is drawn."""
        self.page.evaluate(_WATCH_SCRIPT)
        links = self.page.get_by_test_id("stSidebarNavLink")
        links.and_(self.page.locator(f'[href="{self.origin}{path}"]')).click()
        self.page.wait_for_url(self.origin + path)
        self.page.wait_for_function("() => window.hasRun", timeout=SETTLE_MS)
        return self.settle()

    def settle(self) -> Visit:
        """Wait until the script has run and everything in sight is drawn."""
        self.page.evaluate("window.settledAt = null")
        self.page.wait_for_function(SETTLED, timeout=SETTLE_MS)
        return self

    @property
    def main(self) -> Locator:
        """The page itself, without the navigation beside it."""
        return self.page.get_by_test_id("stMain")

    @property
    def errors(self) -> list[str]:
        """The words of each error box on the page."""
        return self.page.locator(ERROR_BOX).all_inner_texts()

    @property
    def sent_elsewhere(self) -> list[str]:
        """The requests to anything but the server itself."""
        own = urlsplit(self.origin).netloc
        return [
            url
            for url in self.requests
            if urlsplit(url).scheme not in _INSIDE and urlsplit(url).netloc != own
        ]

    def words(self, words: str) -> Locator:
        """Where these words stand on the page."""
        return self.main.get_by_text(as_shown(words))

    def _console(self, message: ConsoleMessage) -> None:
        is_asked_in_vain = _ASKED_IN_VAIN.fullmatch(urlsplit(message.location["url"]).path)
        if message.type == "error" and not is_asked_in_vain:
            self.went_wrong.append(f"console: {message.text}")

    def _failed(self, request: Request) -> None:
        self.went_wrong.append(f"failed: {request.url}: {request.failure}")

    def _answered(self, response: Response) -> None:
        is_asked_in_vain = _ASKED_IN_VAIN.fullmatch(urlsplit(response.url).path)
        if response.status >= 400 and not is_asked_in_vain:
            self.went_wrong.append(f"{response.status}: {response.url}")


@contextmanager
def visiting(browser: Browser, origin: str, **context: Any) -> Iterator[Visit]:
    """A tab with an empty cache; `context` is for Playwright: viewport, color_scheme, …"""
    opened = browser.new_context(**context)
    try:
        yield Visit(opened.new_page(), origin)
    finally:
        opened.close()


def as_shown(words: str, *, is_all: bool = False) -> re.Pattern[str]:
    """A pattern of words as a page shows them: unseen joiners may stand behind their marks."""
    pattern = "".join(
        re.escape(piece) if piece.isalnum() else f"{re.escape(piece)}\u2060?"
        for piece in re.split(r"(\W)", words)
    )
    return re.compile(rf"^\s*{pattern}\s*$" if is_all else pattern)


def seen(text: str) -> str:
    """A text as it is seen: without characters that show nothing, and with single spaces."""
    shown = (
        character
        for character in text
        if character.isspace() or unicodedata.category(character) not in ("Cc", "Cf")
    )
    return " ".join("".join(shown).split())
