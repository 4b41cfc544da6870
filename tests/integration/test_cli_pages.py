"""`mm pages check`: each mistake with its place, and nothing to say about pages without one."""

from __future__ import annotations

import json
import re

import pytest

from tests.integration.conftest import Demo
from tests.integration.mm import Mm, error_of

_GOOD = """# Good

```sql years
select local_year from rpt_overview__years order by local_year
```

{#each years as year}
{year.local_year}
{/each}
"""
_BAD = """# Bad

```sql years
select nonsense from rpt_overview__years
```

{#each years as year}
{year.nonsense}
{/each}

<NoSuchTag/>
"""


@pytest.fixture(scope="module")
def checked(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Mm:
    """`mm` over the sample's warehouse, with two pages and a Streamlit that is set up badly."""
    assert demo.done.returncode == 0, demo.done.stderr
    folder = tmp_path_factory.mktemp("own")
    (folder / "pages").mkdir()
    (folder / "pages" / "good.md").write_text(_GOOD)
    (folder / "pages" / "bad.md").write_text(_BAD)
    (folder / ".streamlit").mkdir()
    (folder / ".streamlit" / "config.toml").write_text("no [ toml")
    return Mm(demo.home, {"MM_PAGES_FOLDER": str(folder / "pages"), "HOME": str(folder)})


def test_each_mistake_stands_with_its_file_and_line(checked: Mm) -> None:
    done = checked.run("pages", "check")
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("pages/bad.md:4: ")
    assert "nonsense" in lines[0]
    assert lines[1].startswith("pages/bad.md:11: ")
    assert "NoSuchTag" in lines[1]
    assert error_of(done).startswith("2 mistakes in the pages")


def test_for_a_program_each_mistake_is_an_object(checked: Mm) -> None:
    done = checked.run("pages", "check", "--format", "json")
    assert done.returncode == 1
    places = [(entry["file"], entry["line"]) for entry in json.loads(done.stdout)]
    assert places == [("pages/bad.md", 4), ("pages/bad.md", 11)]
    assert error_of(done)


def test_the_pages_that_come_along_are_well(demo: Demo) -> None:
    done = demo.mm.run("--demo", "pages", "check")
    assert done.returncode == 0, done.stdout
    assert done.stdout == ""
    (note,) = done.stderr.splitlines()
    assert re.fullmatch(r"note: \d+ pages, \d+ queries: all well", note)


def test_without_a_warehouse_it_says_what_to_do(mm: Mm) -> None:
    done = mm.run("pages", "check")
    assert done.returncode == 6
    assert "run `mm build`" in error_of(done)
