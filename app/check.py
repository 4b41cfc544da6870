"""Proves pages without a browser: runs and builds all that a visit would, and what it would not.

Every query runs with the inputs at their defaults, used or not; both branches of a condition are
walked; the body of a loop without rows still is, as far as its columns tell. What no visit would
show may lack its rows: a condition is there for that. Nothing is drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pandas as pd

from app.components.contract import UNSET, Surroundings
from app.emptiness import emptiness
from app.errors import PageError
from app.frames import PAGE_LIMIT
from app.icons import icon_of
from app.pages import LoadedPage, load_pages
from app.registry import COMPONENTS
from app.rows import UNKNOWN, Place, Unknown
from app.syntax.braces import COMMAND
from app.syntax.nodes import Each, Field, If, Markdown, Node, Page, Tag
from app.syntax.references import QueryReference, read_references
from app.walk import Walk
from stores.generations import identity_of
from stores.warehouse import WarehouseError, kept_open, read_frame


def check_pages(folder: Path, warehouse: Path) -> list[PageError]:
    """Return the mistakes of all pages of a folder, by file and line, each once.

    Raises `WarehouseError` where the warehouse cannot be asked.
    """
    found: set[tuple[str, int, str]] = set()
    with kept_open(warehouse):
        for loaded in load_pages(folder):
            found |= {(e.file, e.line, e.message) for e in _mistakes(loaded, warehouse)}
    return [PageError(*error) for error in sorted(found)]


def _mistakes(loaded: LoadedPage, warehouse: Path) -> list[PageError]:
    errors = list(loaded.errors)
    if loaded.front.icon and not icon_of(loaded.front.icon):
        errors.append(PageError(loaded.file, 1, f"there is no symbol {loaded.front.icon}"))
    if loaded.page:
        # Of a name that is unknown the reader has told already.
        told = {(error.file, error.line) for error in loaded.errors}
        found = _Check(loaded.page, warehouse).run()
        errors += [error for error in found if (error.file, error.line) not in told]
    return errors


class _Check:
    """The check of one page."""

    def __init__(self, page: Page, warehouse: Path) -> None:
        self.page = page
        self.errors: list[PageError] = []
        self.surroundings = Surroundings(
            warehouse,
            warehouse.with_name("feedback.csv"),
            COMMAND,
            build=identity_of(warehouse),
        )
        self.walk = Walk(
            page,
            self.surroundings,
            read=partial(_read, warehouse),
            stored=lambda name: UNSET,  # noqa: ARG005  # nobody has touched anything
            scope=partial(_NoScope, self),
        )

    def run(self) -> list[PageError]:
        """Return the page's mistakes, some more than once."""
        for name in self.page.queries:
            with self._noting(f"query {name}", self.page.queries[name].line):
                self.walk.values.frame(name)
        for name, tag in self.walk.values.inputs.items():
            with self._noting(_called(tag), tag.line):
                self.walk.values.bindings(name)
        self._nodes(self.page.nodes, Place())
        self.errors += _unused(self.page)
        return self.errors

    @contextmanager
    def _noting(self, what: str, line: int) -> Iterator[None]:
        try:
            yield
        except PageError as error:
            self.errors.append(error)
        except WarehouseError:
            raise
        except Exception as error:  # whatever a component does, the check goes on
            why = " ".join(f"{type(error).__name__}: {error}".split())
            self.errors.append(self.walk.values.error(line, f"{what} cannot be drawn ({why})"))

    def _nodes(self, nodes: Iterable[Node], place: Place) -> None:
        for node in nodes:
            with self._noting(_called(node), node.line):
                if isinstance(node, Markdown):
                    self._pieces(node, place)
                elif isinstance(node, Each):
                    self._each(node, place)
                elif isinstance(node, If):
                    self._if(node, place)
                elif isinstance(node, Tag):
                    self._tag(node, place)

    def _pieces(self, node: Markdown, place: Place) -> None:
        for piece in node.pieces:
            with self._noting(_called(piece), node.line):
                if isinstance(piece, Field):
                    self.walk.spoken(piece, place)
                elif isinstance(piece, Tag):
                    self.walk.text(piece, place)

    def _if(self, node: If, place: Place) -> None:
        chosen: Sequence[Node] | None = None
        with self._noting("this", node.line):
            chosen = self.walk.branch(node)
        for branch in (node.then, node.otherwise):
            self._nodes(branch, place if branch is chosen else place.unseen())

    def _each(self, node: Each, place: Place) -> None:
        places: Sequence[Place] = ()
        without = place.within(node.variable, UNKNOWN, 0).unseen()
        with self._noting("this", node.line):
            turns = self.walk.turns(node, place)
            if not isinstance(turns, Unknown):
                places = turns.places
                # A list without an entry does not tell what its entries would hold.
                if len(turns.rows.columns):
                    without = place.within(node.variable, turns.rows, 0).unseen()
        for each in places or [without]:
            self._nodes(node.children, each)

    def _tag(self, tag: Tag, place: Place) -> None:
        component = COMPONENTS.get(tag.name)
        own = component.children if component else frozenset()
        for child in tag.children:
            is_own = isinstance(child, Tag) and child.name in own
            inside = child.children if isinstance(child, Tag) and is_own else [child]
            self._nodes(inside, place)
        if component and component.text:
            self.walk.text(tag, place)
            return
        call = self.walk.call(tag, place)
        if isinstance(call, Unknown) or component is None:
            return
        problem = emptiness(call, place)
        if problem == "error":
            raise self.walk.error(tag, call.props.empty_message)
        if component.chart and not problem:
            self.walk.run(component.chart, call).to_dict()


def _called(node: Node | Field | str) -> str:
    return f"<{node.name}>" if isinstance(node, Tag) else "this"


class _NoScope:
    """Where nothing is drawn."""

    def __init__(self, check: _Check, tag: Tag, place: Place) -> None:
        self.surroundings = check.surroundings
        self._walk = check.walk
        self._tag = tag
        self._place = place

    def draw(self, nodes: Sequence[Node]) -> None:
        """Draw nothing."""

    def cells(self, nodes: Sequence[Node]) -> Sequence[Callable[[], None]]:  # noqa: ARG002
        """Return nothing to draw."""
        return ()

    def words(self, nodes: Sequence[Node]) -> str:
        """Return nodes as one text."""
        return self._walk.words(nodes, self._place)

    def key(self, name: str) -> str:
        """Return a key that no widget has."""
        return f"{self._tag.line}:{name}"


def _read(warehouse: Path, sql: str, parameters: Mapping[str, object]) -> pd.DataFrame:
    return read_frame(warehouse, sql, parameters, is_trusted=False, limit=PAGE_LIMIT)


def _unused(page: Page) -> Iterator[PageError]:
    """Yield each query that neither a node nor a query in use asks for."""
    waiting = list(_named(page.nodes))
    used: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in page.queries and name not in used:
            used.add(name)
            uses = read_references(page.queries[name])
            waiting += [use.name for use in uses if isinstance(use, QueryReference)]
    for name, query in page.queries.items():
        if name not in used:
            line = query.line if query.file == page.file else 1
            yield PageError(page.file, line, f"query {name} is used nowhere: leave it out")


def _named(nodes: Iterable[Node | str | Field]) -> Iterator[str]:
    """Yield the first name of each value in braces, of loops and of conditions."""
    for node in nodes:
        if isinstance(node, Field):
            yield node.path[0]
        elif isinstance(node, Markdown):
            yield from _named(node.pieces)
        elif isinstance(node, Each):
            yield from _named([node.source, *node.children])
        elif isinstance(node, If):
            yield node.query
            yield from _named([*node.then, *node.otherwise])
        elif isinstance(node, Tag):
            yield from _named([said for said in node.props.values() if isinstance(said, Field)])
            yield from _named(node.children)
