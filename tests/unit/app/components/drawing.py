"""Components drawn alone: a call with made-up props and rows, and a page that is nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
from streamlit.testing.v1 import AppTest

from app.components.contract import Call, Component, Surroundings
from app.syntax.nodes import Node, Tag

HOSTILE = (
    "![x](http://127.0.0.1:9/hit) **bold** <script> :red[x] :material/home: $x$ "
    "www.example.org https://example.org `code` \u202eod\x07"
)
"""A name as somebody may have written it into an export."""

NOWHERE = Path("nowhere")


@dataclass
class FakeScope:
    surroundings: Surroundings = field(
        default_factory=lambda: Surroundings(NOWHERE, NOWHERE, "mm --demo")
    )
    prefix: str = "page"

    def draw(self, nodes: Sequence[Node]) -> None:
        raise AssertionError("these components draw no nodes")

    def words(self, nodes: Sequence[Node]) -> str:
        raise AssertionError("these components draw no nodes")

    def key(self, name: str) -> str:
        return f"{self.prefix}:{name}"


def rows(sql: str) -> pd.DataFrame:
    """Rows typed as the warehouse hands them on."""
    with duckdb.connect() as connection:
        return connection.execute(sql).df()


def call_of(
    component: Component[Any],
    frame: pd.DataFrame | None = None,
    *,
    children: tuple[Call[Any], ...] = (),
    scope: FakeScope | None = None,
    **props: object,
) -> Call[Any]:
    made = component.props(**props)
    if frame is None:
        frame = pd.DataFrame()
    return Call(Tag(1, component.name), made, frame, children, scope or FakeScope())


def drawn(*calls: tuple[Component[Any], Call[Any]]) -> AppTest:
    """A page of these components, run once without an exception."""
    return drawn_anew(list(calls))


def drawn_anew(calls: list[tuple[Component[Any], Call[Any]]]) -> AppTest:
    """A page that draws at each run what the list holds then."""

    def script(calls):  # its source is run elsewhere, without the imports here
        for component, call in calls:
            component.draw(call)

    page = AppTest.from_function(script, args=(calls,), default_timeout=60).run()
    assert not page.exception
    return page
