"""Pages of a test's own, over a warehouse of its own, as Streamlit runs them."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from app.check import check_pages
from stores.paths import PROJECT_ROOT

JOINER = "\N{WORD JOINER}"
SCRIPT = PROJECT_ROOT / "app" / "streamlit_app.py"
TIMEOUT_S = 60  # of one run, on a machine that is busy with other tests

ARTISTS = """create table artists as
select * from (values ('Björk', 30), ('Low', 12)) as t(name, plays)"""


@dataclass
class Site:
    """A folder of pages and a warehouse."""

    folder: Path
    warehouse: Path

    def write(self, text: str, name: str = "home.md") -> None:
        """Write a page."""
        (self.folder / name).write_text(text, "utf-8")

    def build(self, *statements: str) -> None:
        """Put a new warehouse in place."""
        new = self.warehouse.with_name("new.duckdb")
        with duckdb.connect(str(new)) as connection:
            for statement in statements:
                connection.execute(statement)
        new.replace(self.warehouse)

    def visit(self, text: str | None = None) -> AppTest:
        """Open the first page, of that text if one is given."""
        if text is not None:
            self.write(text)
        return AppTest.from_file(str(SCRIPT), default_timeout=TIMEOUT_S).run()

    def check(self, text: str | None = None) -> list[str]:
        """Return what the check says of the pages, one mistake a line."""
        if text is not None:
            self.write(text)
        return list(map(str, check_pages(self.folder, self.warehouse)))


def go(at: AppTest, slug: str) -> AppTest:
    """Follow the sidebar to another page, in the same session."""
    at._page_hash = calc_hash(slug)
    return at.run()


def said(elements: Iterable[Any]) -> list[str]:
    """Return the words of elements of one kind, without escapes, as a reader sees them."""
    words = [str(element.value) for element in elements]
    return [word.replace("\\", "").replace(JOINER, "") for word in words]
