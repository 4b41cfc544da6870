"""Pages read the tables made for them and nothing else, and dbt knows which page reads what."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from app.pages import LoadedPage, load_pages
from app.registry import COMPONENTS
from app.syntax.nodes import Each, Field, If, Markdown, Node, Tag
from tests.architecture import dbt_rules
from tests.architecture.sql_rules import relations_outside
from tests.architecture.tree import ROOT, report, short, under


def queries_of(page: str) -> dict[str, str]:
    """The named queries of a page, each as SQL in which the others are plain names."""
    found = re.findall(r"^```sql\s+(\w+)\s*\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    return {name.lower(): without_braces(sql) for name, sql in found}


def without_braces(sql: str) -> str:
    """SQL in which `${query}` is the query's name."""
    return re.sub(r"\$\{(\w+)\}", r"\1", sql)


def breaches(page: str) -> list[str]:
    """Each query of a page selects from a rpt_ table or from another query of the page."""
    queries = queries_of(page)
    return [
        f"query {name}: {relation} is no rpt_ table"
        for name, sql in queries.items()
        for relation, _ in relations_outside(sql)
        if not relation.startswith("rpt_") and relation not in queries
    ]


def tables_of(loaded: LoadedPage) -> set[str]:
    """The tables that the queries of a page read, those in files of their own too."""
    queries = loaded.page.queries.values() if loaded.page else ()
    return {
        relation
        for query in queries
        for relation, _ in relations_outside(without_braces(query.sql))
        if relation.startswith("rpt_")
    }


def unlike(manifest: Mapping[str, Any], pages: Iterable[LoadedPage]) -> list[str]:
    """Every page is an exposure of dbt under its address, title and words, on what it reads."""
    exposed = {one["name"]: one for one in manifest["exposures"].values()}
    found = {page.slug: page for page in pages}
    lines = [
        f"{name}: is an exposure and no page" for name in sorted(exposed.keys() - found.keys())
    ]
    for slug, page in sorted(found.items()):
        if slug not in exposed:
            lines.append(f"{slug}: is a page and no exposure")
            continue
        told = exposed[slug]
        read = {node.rsplit(".", 1)[1] for node in told["depends_on"]["nodes"]}
        pairs = {
            "label": (told["label"], page.front.title),
            "description": (told["description"], page.front.description),
            "type": (told["type"], "dashboard"),
        }
        lines += [f"{slug}: {key} is {a!r}, not {b!r}" for key, (a, b) in pairs.items() if a != b]
        lines += [
            f"{slug}: reads {name}, as _exposures.yml does not say"
            for name in sorted(tables_of(page) - read)
        ]
        lines += [f"{slug}: does not read {name}" for name in sorted(read - tables_of(page))]
    return lines


def unread(manifest: dbt_rules.Manifest, pages: Iterable[LoadedPage]) -> list[str]:
    """Every table of marts/pages is on a page, itself or through another one."""
    reached = {table for page in pages for table in tables_of(page)}
    of_pages = {
        model["name"]: model
        for model in dbt_rules.models(manifest)
        if dbt_rules.layer(model) == "marts/pages"
    }
    waiting = list(reached & of_pages.keys())
    while waiting:
        for parent in of_pages[waiting.pop()]["depends_on"]["nodes"]:
            name = parent.rsplit(".", 1)[1]
            if name in of_pages and name not in reached:
                reached.add(name)
                waiting.append(name)
    return [f"{name} is on no page" for name in sorted(of_pages.keys() - reached)]


def tags_of(nodes: Iterable[Node | str | Field]) -> set[str]:
    """The tags among nodes, those inside of others and in sentences too."""
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, Tag):
            found |= {node.name} | tags_of(node.children)
        elif isinstance(node, Markdown):
            found |= tags_of(node.pieces)
        elif isinstance(node, Each):
            found |= tags_of(node.children)
        elif isinstance(node, If):
            found |= tags_of((*node.then, *node.otherwise))
    return found


def unused(tags: Iterable[str], pages: Iterable[LoadedPage]) -> list[str]:
    """Every tag that there is stands on a page: what no page uses is not built."""
    used = {tag for page in pages if page.page for tag in tags_of(page.page.nodes)}
    return [f"<{tag}/> is on no page" for tag in sorted(set(tags) - used)]


def test_pages_read_only_their_own_tables() -> None:
    report(
        breaches.__doc__,
        [f"{short(f)}: {b}" for f in under("pages", suffix=".md") for b in breaches(f.read_text())],
    )


def test_dbt_knows_each_page_and_what_it_reads(manifest: dict[str, Any]) -> None:
    pages = load_pages(ROOT / "pages")
    assert len(pages) > 1
    report(unlike.__doc__, unlike(manifest, pages))


def test_no_table_is_made_for_a_page_that_does_not_read_it(manifest: dict[str, Any]) -> None:
    report(unread.__doc__, unread(manifest, load_pages(ROOT / "pages")))


def test_no_tag_is_built_that_no_page_uses() -> None:
    report(unused.__doc__, unused(COMPONENTS, load_pages(ROOT / "pages")))


def test_a_page_that_reads_elsewhere_is_found() -> None:
    good = "# Home\n\n```sql tiers\nselect * from rpt_home__tiers\n```\n"
    assert breaches(good + "```sql more\nselect * from ${tiers}\n```\n") == []
    assert breaches(good + "```sql more\nselect * from fct_plays\n```\n")
    assert breaches(good + "```sql more\nselect * from rpt_a__b join dim_artists using (x)\n```\n")


PAGE = """---
title: Home
description: All of it.
---

```sql tiers
select * from rpt_home__tiers
```

```sql first
select * from ${tiers} limit 1
```

<DataTable data={first}/>
"""


def _exposure(**said: Any) -> dict[str, Any]:
    told = {
        "name": "home",
        "label": "Home",
        "description": "All of it.",
        "type": "dashboard",
        "tables": ["rpt_home__tiers"],
    } | said
    nodes = [f"model.mmuffin.{name}" for name in told.pop("tables")]
    return {"exposures": {"e": told | {"depends_on": {"nodes": nodes}}}}


def test_an_exposure_unlike_its_page_is_found(tmp_path: Path) -> None:
    (tmp_path / "home.md").write_text(PAGE)
    pages = load_pages(tmp_path)
    assert unlike(_exposure(), pages) == []
    for said in (
        {"name": "other"},
        {"label": "Start"},
        {"description": "Some of it."},
        {"type": "notebook"},
        {"tables": []},
        {"tables": ["rpt_home__tiers", "rpt_home__more"]},
    ):
        assert unlike(_exposure(**said), pages), said


def test_a_table_that_no_page_reads_is_found(tmp_path: Path) -> None:
    (tmp_path / "home.md").write_text(PAGE)

    def model(name: str, *parents: str) -> dbt_rules.Node:
        return {
            "resource_type": "model",
            "name": name,
            "original_file_path": f"models/marts/pages/{name}.sql",
            "depends_on": {"nodes": [f"model.mmuffin.{parent}" for parent in parents]},
        }

    read = {"a": model("rpt_home__tiers", "rpt_home__rows"), "b": model("rpt_home__rows")}
    assert unread({"nodes": read}, load_pages(tmp_path)) == []
    assert unread({"nodes": read | {"c": model("rpt_home__more")}}, load_pages(tmp_path))


def test_a_tag_that_no_page_uses_is_found(tmp_path: Path) -> None:
    inside = "<Tabs>\n<Tab label=a>\n{#if first.length > 0}\nIt is <Value data={first}/>.\n"
    (tmp_path / "home.md").write_text(f"{PAGE}{inside}{{/if}}\n</Tab>\n</Tabs>\n")
    pages = load_pages(tmp_path)
    assert unused(["DataTable", "Tab", "Tabs", "Value"], pages) == []
    assert unused(["DataTable", "Column"], pages) == ["<Column/> is on no page"]
