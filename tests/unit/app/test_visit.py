"""A visit: the sidebar, the page's head, and what stands there when there is nothing to read."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from app import visit, watching
from tests.unit.app.site import ARTISTS, Site, go, said

pytestmark = pytest.mark.app

PAGE = (
    "```sql artists\nselect * from artists\n```\n{#each artists as a}\n{a.name}\n{/each}\n\nend\n"
)


def test_the_first_page_opens_and_the_others_are_a_click_away(site: Site) -> None:
    site.write("---\nsidebar_position: 2\ntitle: Second *one*\n---\ntwo\n", "b.md")
    site.write("---\nsidebar_position: 1\ndescription: What it is\n---\none\n", "a_page.md")
    at = site.visit()
    assert at.title[0].value == "A page"
    assert said(at.caption) == ["What it is"]
    assert said(at.markdown) == ["one"]
    assert said(go(at, "b").markdown) == ["two"]
    assert at.title[0].value == "Second *one*"
    assert said(go(at, "a_page").markdown) == ["one"]


def test_a_page_may_hide_its_title_and_its_place_in_the_sidebar(site: Site) -> None:
    site.write("---\nhide_title: true\nsidebar_link: false\nfull_width: false\n---\none\n", "a.md")
    site.write("two\n", "b.md")
    at = site.visit()
    assert said(at.markdown) == ["two"]
    assert said(go(at, "a").markdown) == ["one"]
    assert not at.title


def test_a_symbol_that_does_not_exist_breaks_no_page(site: Site) -> None:
    at = site.visit("---\nicon: no_such_icon\n---\none\n")
    assert said(at.markdown) == ["one"]
    assert not at.exception


def test_a_page_with_a_mistake_leaves_the_others_alone(site: Site) -> None:
    site.write("{nothing}\n", "a.md")
    site.write("two\n", "b.md")
    at = site.visit()
    assert said(at.error)[0].startswith("pages/a.md:1: ")
    assert said(go(at, "b").markdown) == ["two"]
    assert not at.error


@pytest.mark.parametrize(
    ("mistake", "line", "told"),
    [
        ("{nothing}", 10, "nothing is no query of this page"),
        ("{inputs.nothing.value}", 10, "no tag of this page has name=nothing"),
        ("{#each nothing as n}\n{n.name}\n{/each}", 10, "nothing is no query"),
        ("{#if nothing.length > 0}\nmany\n{/if}", 10, "nothing is no query"),
        ("<Value data={nothing}/>", 10, "nothing is no query"),
        ("<Value data={lost}/>", 5, "no query artist on this page; did you mean artists?"),
        ("<Value data={asking}/>", 8, "no tag of this page has name=who"),
    ],
)
def test_a_name_that_nothing_has_is_told_in_its_place(
    site: Site, mistake: str, line: int, told: str
) -> None:
    queries = (
        "```sql artists\nselect 1 as one\n```\n```sql lost\nselect * from ${artist}\n```\n"
        "```sql asking\nselect '${inputs.who.value}' as who\n```\n"
    )
    at = site.visit(f"{queries}{mistake}\n\nthe rest <Value data={{artists}}/>\n")
    place = f"pages/home.md:{line}: "
    (shown,) = said(at.error)
    assert shown.startswith(place)
    assert told in shown
    assert said(at.markdown)[-1].endswith("the rest 1")
    (checked,) = [each for each in site.check() if each.startswith(place)]
    assert told in checked


@pytest.mark.parametrize("name", ["start", "-", " ", "-1"])
def test_no_name_of_a_page_takes_the_others_down(site: Site, name: str) -> None:
    site.write("one\n", "a.md")
    site.write("two\n", f"{name}.md")
    site.write("---\ntitle: _\n---\nthree\n", "z.md")
    at = site.visit()
    assert not at.exception
    assert said(go(at, "z").markdown) == ["three"]


def test_pages_are_read_once_until_a_file_changes_or_gets_another_name(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[object] = []
    real = visit.load_pages
    monkeypatch.setattr(visit, "load_pages", lambda folder: read.append(folder) or real(folder))
    at = site.visit("one\n")
    assert said(at.run().markdown) == ["one"]
    assert len(read) == 1
    site.write("more\n")
    assert said(at.run().markdown) == ["more"]
    (site.folder / "home.md").rename(site.folder / "other.md")
    assert at.run().title[0].value == "Other"
    assert len(read) == 3


def test_no_pages(site: Site) -> None:
    assert said(site.visit().warning) == ["There are no pages in the folder pages."]


def test_no_warehouse_is_said_once_with_the_command_that_helps(site: Site) -> None:
    site.warehouse.unlink()
    at = site.visit("before\n\n" + PAGE + PAGE.replace("artists\n", "others\n", 1))
    assert said(at.warning) == ["There is no warehouse yet: run `mm --demo build`."]
    assert not at.error
    assert not at.exception
    site.build(ARTISTS)
    at.run()
    assert not at.warning
    assert "Björk\n\nLow" in said(at.markdown)


def test_a_damaged_warehouse(site: Site) -> None:
    site.warehouse.write_bytes(b"\0" * 20_000)
    (box,) = said(site.visit(PAGE).warning)
    assert box.startswith("The warehouse is damaged: run `mm --demo build`")


def test_a_warehouse_that_may_not_be_read_is_said_once(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stores.warehouse.os.access", lambda *_: False)  # root may read all
    at = site.visit(PAGE + PAGE.replace("artists\n", "others\n", 1))
    (box,) = said(at.warning)
    assert box == "The warehouse cannot be read (Permission denied): see who may read its file."
    assert not at.error


def test_a_page_tells_its_tags_which_build_it_is_drawn_from(site: Site) -> None:
    at = site.visit("<LastRefreshed/>\n")
    assert said(at.caption)[0].startswith("Last build: ")


def test_a_busy_warehouse_is_looked_at_again(site: Site) -> None:
    with opened_for_writing(site):
        at = site.visit(PAGE)
        (box,) = said(at.warning)
        assert box.startswith("Another program has the warehouse open for writing")
        assert at.session_state[watching._IS_BUSY]
    at.run()
    assert said(at.markdown) == ["Björk\n\nLow", "end"]
    assert not at.session_state[watching._IS_BUSY]


def test_a_new_build_and_a_new_word_on_a_page_are_seen(site: Site) -> None:
    site.write("one\n")
    seen = watching._look(site.warehouse, site.folder)
    assert seen == watching._look(site.warehouse, site.folder)
    site.build(ARTISTS)
    built = watching._look(site.warehouse, site.folder)
    assert built != seen
    site.write("one and more\n")
    assert watching._look(site.warehouse, site.folder) != built
    site.warehouse.unlink()
    assert watching._look(site.warehouse, site.folder)[0] is None


@contextmanager
def opened_for_writing(site: Site) -> Iterator[None]:
    """Hold the warehouse in another process."""
    code = (
        "import duckdb, sys; held = duckdb.connect(sys.argv[1]); print('open', flush=True); "
        "sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(site.warehouse)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "open\n"
        yield
        holder.communicate("")
