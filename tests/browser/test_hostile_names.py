"""Names that are markup: no page fetches, links, paints or runs any of them; all can be read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.addresses import addresses
from tests.browser.exploring import explore
from tests.browser.hostile import harm, make_hostile, traces
from tests.browser.serving import Served, serving
from tests.browser.visit import Visit, seen, visiting
from tests.integration.fault_server import FaultServer, raw

_SAID_OF = 4


@pytest.fixture(scope="module")
def sink() -> Iterator[FaultServer]:
    """Where every address in a name points to. It counts who comes."""
    server = FaultServer()
    server.play(raw(b""))
    yield server
    server.stop()


@pytest.fixture(scope="module")
def hostile(sink: FaultServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The pages of a listener all of whose names are hostile."""
    folder = tmp_path_factory.mktemp("hostile")
    mm = make_hostile(folder / "home", sink.port)
    done = mm.run("build")
    assert done.returncode == 0, done.stderr
    with serving(mm, folder / "log") as served:
        yield served


@pytest.fixture(scope="module")
def tab(browser: Browser, hostile: Served) -> Iterator[Visit]:
    """Without the policy by which the server lets a browser fetch from nobody else: a page must
    hold without it."""
    with visiting(browser, hostile.origin, bypass_csp=True) as opened:
        yield opened


def _slow_but(*quick: str) -> list[object]:
    slow = pytest.mark.slow
    return [slug if slug in quick else pytest.param(slug, marks=slow) for slug in addresses()]


@pytest.mark.parametrize("slug", _slow_but("discover", "sql"))
def test_no_name_is_more_than_words(slug: str, tab: Visit, sink: FaultServer) -> None:
    tab.open(addresses()[slug])
    explore(tab)
    assert tab.errors == []
    assert tab.went_wrong == []
    assert tab.sent_elsewhere == []
    assert sink.hits == []
    assert tab.page.evaluate(_RENDERED, [traces(), f":{sink.port}"]) == []


def test_every_name_in_the_list_can_be_read(tab: Visit, hostile: Served, sink: FaultServer) -> None:
    listed = {row["artist_name"] for row in hostile.mm.answer("recommend", "--num-recs", "200")}
    tab.open(addresses()["discover"])
    tab.main.get_by_role("slider").press("End")
    expect(tab.main.get_by_role("heading").filter(has_text=f"{len(listed)}. ")).to_be_visible()
    shown = seen(tab.main.text_content() or "")
    assert len(listed) == len(harm(sink.port, "new"))
    assert {name for name in listed if seen(name) not in shown} == set()


def test_what_is_said_of_them_is_words_too(tab: Visit, hostile: Served, sink: FaultServer) -> None:
    tab.open(addresses()["discover"])
    for place in range(_SAID_OF):
        tab.main.get_by_role("radio", name="Like", exact=True).nth(place).click()
        expect(tab.page.get_by_test_id("stToast").filter(has_text="Like: ")).not_to_have_count(0)
        tab.settle()
        assert tab.page.evaluate(_RENDERED, [traces(), f":{sink.port}"]) == []
    assert len(hostile.mm.answer("feedback", "list")) == _SAID_OF
    assert tab.errors == tab.went_wrong == tab.sent_elsewhere == sink.hits == []


def test_an_answer_of_the_sql_box_is_words_too(tab: Visit, sink: FaultServer) -> None:
    tab.open(addresses()["sql"])
    tab.main.get_by_role("button", name="Run").click()
    expect(tab.words("Answered in")).to_be_visible()
    explore(tab)
    assert tab.page.evaluate(_RENDERED, [traces(), f":{sink.port}"]) == []
    assert tab.errors == tab.went_wrong == tab.sent_elsewhere == sink.hits == []


def test_the_policy_alone_would_stop_an_image(
    browser: Browser, hostile: Served, sink: FaultServer
) -> None:
    with visiting(browser, hostile.origin) as visit:
        visit.open()
        with visit.page.expect_console_message(lambda message: "img-src" in message.text):
            visit.page.evaluate(_SHOW_IMAGE, f"http://127.0.0.1:{sink.port}/hit/policy")
    assert sink.hits == []


def test_the_sink_would_hear_an_image(tab: Visit, sink: FaultServer) -> None:
    """The proof that the tests above can fail. It comes last: it leaves a hit."""
    tab.open()
    with tab.page.expect_event("requestfinished", lambda request: "/hit/" in request.url):
        tab.page.evaluate(_SHOW_IMAGE, f"http://127.0.0.1:{sink.port}/hit/proof")
    assert [hit.path for hit in sink.hits] == ["/hit/proof"]
    assert tab.sent_elsewhere == [f"http://127.0.0.1:{sink.port}/hit/proof"]


_SHOW_IMAGE = "from => document.body.append(Object.assign(new Image(), {src: from}))"


# What was consumed as markup leaves an element whose whole text is what stood between the marks.
_RENDERED = """([traces, port]) => {
  const places = [...document.querySelectorAll('[data-testid="stMain"], [data-testid="stToast"]')];
  const all = what => places.flatMap(place => [...place.querySelectorAll(what)]);
  const found = [];
  for (const each of all('*')) {
    const words = each.textContent.trim();
    if (traces.includes(words)) found.push(`${each.tagName}: ${words}`);
    for (const name of ['src', 'href', 'srcset', 'action'])
      if ((each.getAttribute(name) ?? '').includes(port)) found.push(`${each.tagName} ${name}`);
    for (const {name} of each.attributes)
      if (name.startsWith('on')) found.push(`${each.tagName} ${name}`);
  }
  if (all('.katex').length) found.push('formula');
  if (places.some(place => place.textContent.includes('\\u{1F680}'))) found.push('rocket');
  const icons = all('[data-testid="stIconMaterial"]');
  if (icons.some(icon => icon.textContent === 'home')) found.push('icon');
  return found;
}"""
