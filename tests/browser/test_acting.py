"""What a listener does on the pages has its effect: on the page, in the home, in the next build."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.addresses import addresses
from tests.browser.serving import Served
from tests.browser.visit import Visit, as_shown, visiting


@pytest.fixture
def own_visit(browser: Browser, own: Served) -> Iterator[Visit]:
    with visiting(browser, own.origin) as opened:
        yield opened


def test_another_band_shows_where_it_leads(visit: Visit, sample: Served) -> None:
    bands = sample.mm.answer(
        "--demo", "sql", "select * from rpt_tiers__bands where artist_count > 0 order by rank_from"
    )
    first, last = bands[0], bands[-1]
    leads_to = sample.mm.answer(
        "--demo",
        "sql",
        "select artist_name from rpt_tiers__previews where rank = 1 "
        f"and tier_band = '{last['tier_band']}'",
    )
    visit.open(addresses()["tiers"])
    expect(visit.words(first["sentence"])).not_to_have_count(0)
    visit.main.get_by_role("radio", name=last["choice"]).click()
    expect(visit.words(last["sentence"])).not_to_have_count(0)
    expect(visit.words(first["sentence"])).to_have_count(0)
    expect(visit.main.get_by_test_id("stCode").first).to_contain_text(last["build_words"])
    table = visit.main.get_by_test_id("stDataFrame").first
    expect(table).to_contain_text(leads_to[0]["artist_name"])
    assert visit.settle().errors == []
    assert visit.went_wrong == []


@pytest.mark.slow
def test_a_word_about_an_artist_is_kept_and_the_next_build_shows_on_the_open_page(
    own_visit: Visit, own: Served
) -> None:
    listed = _listed(own)
    blocked, liked = listed[0], listed[1]
    own_visit.open(addresses()["discover"])
    own_visit.page.evaluate("window.isStillOpen = true")
    for artist, word in ((blocked, "Block"), (liked, "Like")):
        _feedback_on(own_visit, artist).get_by_role("radio", name=word, exact=True).click()
        toasts = own_visit.page.get_by_test_id("stToast")
        expect(toasts.filter(has_text=as_shown(f"{word}: {artist['artist_name']}"))).to_be_visible()
        own_visit.settle()
    said = own.mm.answer("feedback", "list")
    assert {(row["verdict"], row["artist_id"]) for row in said} == {
        ("block", blocked["artist_id"]),
        ("like", liked["artist_id"]),
    }

    done = own.mm.run("build")
    assert done.returncode == 0, done.stderr
    after = _listed(own)
    assert blocked["artist_id"] not in {row["artist_id"] for row in after}
    assert after[0] != listed[0]
    expect(_heading(own_visit, after[0])).to_be_visible()
    expect(_heading(own_visit, blocked)).to_have_count(0)
    assert own_visit.page.evaluate("window.isStillOpen")
    assert own_visit.settle().errors == []
    assert own_visit.went_wrong == []


def test_choosing_a_word_again_takes_it_back(own_visit: Visit, own: Served) -> None:
    artist = _listed(own)[4]
    own_visit.open(addresses()["discover"])
    before = own.mm.answer("feedback", "list")
    for said in ("Dislike: ", "Took back "):
        _feedback_on(own_visit, artist).get_by_role("radio", name="Dislike").click()
        expect(own_visit.page.get_by_test_id("stToast").filter(has_text=said)).to_be_visible()
        own_visit.settle()
    assert own.mm.answer("feedback", "list") == before


def _listed(own: Served) -> list[dict[str, Any]]:
    return own.mm.answer("recommend", "--num-recs", "10")


def _heading(visit: Visit, artist: dict[str, Any]) -> Locator:
    words = as_shown(f"{artist['rank']}. {artist['artist_name']}", is_all=True)
    return visit.main.get_by_role("heading", name=words)


def _feedback_on(visit: Visit, artist: dict[str, Any]) -> Locator:
    """The verdicts that stand below an artist's name."""
    return _heading(visit, artist).locator("xpath=following::*[@data-testid='stButtonGroup'][1]")
