"""Doing on a page all that a curious reader could do without changing anything."""

from __future__ import annotations

from contextlib import suppress

from playwright.sync_api import Locator, Page
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.browser.visit import Visit

_POINTS = [(x / 4, y / 3) for y in range(1, 3) for x in range(1, 4)]
_POINTED_AT = ("stVegaLiteChart", "stDataFrame", "stMetric", "stTooltipHoverTarget")
_CLOSED = '[data-testid="stExpander"] details:not([open]) > summary'
_KEYS, _MS_TO_OPEN = 10, 3000


def explore(visit: Visit) -> None:
    """Open every expander, tab and choice, look at all of it, and point at everything drawn."""
    page = visit.page
    page.evaluate(f"document.querySelectorAll('{_CLOSED}').forEach(each => each.click())")
    visit.settle()
    for tab in visit.main.get_by_role("tab").all():
        tab.click()
        visit.settle()
        for panel in visit.main.get_by_role("tabpanel").all():
            _point_at_all(visit, panel)
    for choice in visit.main.get_by_role("combobox").all():
        _open_list(page, choice)
        page.keyboard.press("Escape")
    _point_at_all(visit, visit.main)
    # Whatever was set off has been sent by now.
    page.wait_for_load_state("networkidle")


def _open_list(page: Page, choice: Locator) -> None:
    """Press the key until the list opens: where the page is just drawn anew, one key is lost."""
    opened = page.get_by_role("listbox").first
    for _ in range(_KEYS):
        choice.press("ArrowDown")
        with suppress(PlaywrightTimeout):
            opened.wait_for(timeout=_MS_TO_OPEN)
            return
    opened.wait_for()


def _point_at_all(visit: Visit, inside: Locator) -> None:
    for drawn in _POINTED_AT:
        for each in inside.get_by_test_id(drawn).all():
            if each.is_visible():
                _point_at(each, visit)


def _point_at(drawn: Locator, visit: Visit) -> None:
    drawn.scroll_into_view_if_needed()
    box = drawn.bounding_box()
    if box is None:
        return
    for x, y in _POINTS:
        visit.page.mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"])
