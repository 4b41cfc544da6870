"""What a page's author did wrong is told at its place, with file and line; the rest is there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.serving import serving_pages
from tests.browser.visit import Visit, seen, visiting
from tests.integration.conftest import Demo

HEAD = """---
title: Mistakes
sidebar_position: 1
---

```sql numbers
select * from (values (1, 'one'), (2, 'two')) as t (number, word)
```

```sql broken
select nmber from (values (1)) as t (number)
```
"""
_SQL_OF_BROKEN = HEAD.splitlines().index("```sql broken") + 2
# What is wrong → words that the box at this place must have.
IN_PLACE = {
    "<BarChrt data={numbers} x=word y=number/>": ("BarChrt", "BarChart"),
    "<BarChart data={numbers} x=word y=number colr=red/>": ("colr",),
    "<BarChart data={numbers} x=word y=nmber/>": ("nmber", "number"),
    "<BarChart data={numbrs} x=word y=number/>": ("numbrs", "numbers"),
    "<BarChart x=word y=number/>": ("data",),
    "<DataTable data={broken}/>": ("nmber",),
    "<BigValue data={numbers} value=number fmt=pct9/>": ("pct9",),
    "Chosen is {inputs.nothing.value}.": ("nothing",),
    "<Value data={numbers} column=nmber/>": ("nmber", "number"),
}
UNREADABLE = {
    "unclosed_tag": ("<Details title=Open>\n\nInside.\n", "Details"),
    "unclosed_loop": ("{#each numbers as row}\n\nInside.\n", "each"),
    "strange_close": ("Before.\n\n</Details>\n", "Details"),
    "circle": (
        "```sql a\nselect * from ${b}\n```\n\n```sql b\nselect * from ${a}\n```\n",
        "circle",
    ),
    "twice": ("```sql numbers\nselect 2 as number\n```\n", "numbers"),
    "script": ("<DataTable data={numbers.filter(x => x)}/>\n", "SQL"),
    "sums": ("Here are {numbers.length * 2} of them.\n", "SQL"),
}


@pytest.fixture(scope="module")
def mistaken(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of pages that are wrong."""
    folder = tmp_path_factory.mktemp("mistaken")
    pages = folder / "pages"
    pages.mkdir()
    body = "\n\n".join(f"{line}\n\nAfter {at}." for at, line in enumerate(IN_PLACE))
    (pages / "mistakes.md").write_text(f"{HEAD}\n{body}\n", "utf-8")
    for at, (slug, (text, _)) in enumerate(UNREADABLE.items()):
        head = HEAD.replace("Mistakes", slug).replace("position: 1", f"position: {at + 2}")
        (pages / f"{slug}.md").write_text(f"{head}\n{text}", "utf-8")
    warehouse = demo.home / "data" / "mmuffin.duckdb"
    with serving_pages(warehouse, pages, folder / "log") as origin:
        yield origin


@pytest.fixture(scope="module")
def tab(browser: Browser, mistaken: str) -> Iterator[Visit]:
    with visiting(browser, mistaken) as opened:
        yield opened


def test_each_mistake_is_told_at_its_place_and_the_rest_is_there(tab: Visit) -> None:
    tab.open()
    told = [seen(box) for box in tab.errors]
    assert len(told) == len(IN_PLACE)
    lines = f"{HEAD}\n".count("\n")
    for at, (box, (line, words)) in enumerate(zip(told, IN_PLACE.items(), strict=True)):
        # A mistake in SQL is told where the SQL stands, in the place that wants its rows.
        number = _SQL_OF_BROKEN if "{broken}" in line else lines + 1 + 4 * at
        _, place, message = box.partition(f"pages/mistakes.md:{number}: ")
        assert place, (line, box)
        assert [word for word in words if word not in message] == [], (line, box)
    shown = seen(tab.main.inner_text())
    assert [at for at in range(len(IN_PLACE)) if f"After {at}." not in shown] == []
    first, second = shown.index(f":{lines + 1}: "), shown.index(f":{lines + 5}: ")
    assert first < shown.index("After 0.") < second < shown.index("After 1.")
    assert tab.went_wrong == []


@pytest.mark.parametrize("slug", UNREADABLE)
def test_a_page_that_cannot_be_read_says_where(slug: str, tab: Visit) -> None:
    tab.open(f"/{slug}")
    told = seen("\n".join(tab.errors))
    assert f"pages/{slug}.md:" in told
    assert UNREADABLE[slug][1] in told
    # The others are still there.
    assert tab.page.get_by_test_id("stSidebarNavLink").count() == len(UNREADABLE) + 1
