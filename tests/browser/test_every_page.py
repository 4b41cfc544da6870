"""Every page, at both widths and in both themes: it opens whole, quietly, and asks nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from app.pages import PAGES_FOLDER, load_pages
from tests.browser.addresses import addresses
from tests.browser.serving import Served
from tests.browser.visit import Visit, visiting

FORMS: dict[str, dict[str, Any]] = {
    "wide and light": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    "narrow and dark": {"viewport": {"width": 400, "height": 800}, "color_scheme": "dark"},
}
_TOO_WIDE = """() => {
  const reach = each => each.getBoundingClientRect().right;
  const main = document.querySelector('[data-testid="stMain"]');
  return [document.documentElement, main].some(each => each.scrollWidth > each.clientWidth)
    || [...main.querySelectorAll('[data-testid="stElementContainer"]')]
      .filter(each => each.checkVisibility() && reach(each) > innerWidth)
      .map(each => each.textContent.slice(0, 80)).join('; ');
}"""
_BACKGROUND = """() => getComputedStyle(document.querySelector('[data-testid="stApp"]'))
  .backgroundColor.match(/\\d+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0)"""
_MIDDLE_GREY = 3 * 128
_FEW = 6


@pytest.fixture(
    scope="module",
    params=["wide and light", pytest.param("narrow and dark", marks=pytest.mark.slow)],
)
def form(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture(scope="module")
def tab(form: str, browser: Browser, sample: Served) -> Iterator[Visit]:
    with visiting(browser, sample.origin, **FORMS[form]) as opened:
        yield opened


@pytest.mark.parametrize("slug", addresses())
def test_a_page_opens_whole(slug: str, form: str, tab: Visit) -> None:
    tab.open(addresses()[slug])
    assert tab.errors == []
    assert tab.went_wrong == []
    assert tab.sent_elsewhere == []
    assert tab.main.get_by_role("heading").count() > 0
    assert not tab.page.evaluate(_TOO_WIDE)
    is_light = tab.page.evaluate(_BACKGROUND) > _MIDDLE_GREY
    assert is_light == ("light" in form)


def test_every_page_is_reached_from_the_navigation(visit: Visit) -> None:
    visit.open()
    pages = [page for page in load_pages(PAGES_FOLDER) if page.front.sidebar_link]
    links = visit.page.get_by_test_id("stSidebarNavLink")
    assert [text.split("\n")[-1] for text in links.all_inner_texts()] == [
        page.front.title for page in pages
    ]
    for page in reversed(pages):
        visit.follow(addresses()[page.slug])
        assert visit.errors == []
    assert visit.went_wrong == []


def test_the_filters_are_reached_by_keyboard(visit: Visit) -> None:
    visit.open(addresses()["discover"])
    in_filter = """() => document.activeElement.closest(
      '[data-testid="stMain"] :is([data-testid="stSelectbox"], [data-testid="stButtonGroup"])')
      !== null"""
    # What stands around every page comes before: the navigation, a menu.
    for _ in range(visit.page.get_by_test_id("stSidebarNavLink").count() + _FEW):
        visit.page.keyboard.press("Tab")
        if visit.page.evaluate(in_filter):
            return
    raise AssertionError("Tab does not lead to a filter")
