"""What renderer and check share: from a node of a page to values, calls and words."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from app.components.contract import (
    Bindings,
    Call,
    Component,
    Scope,
    Surroundings,
)
from app.emptiness import emptiness, has_no_columns
from app.errors import PageError
from app.escape import md
from app.formats import format_text
from app.props import DATA, PropsError, check_columns, check_names, read_props
from app.registry import COMPONENTS
from app.rows import UNKNOWN, Place, Unknown, row_at
from app.syntax.braces import COMMAND
from app.syntax.mistakes import nearest
from app.syntax.nodes import Each, Field, If, Markdown, Node, Page, Prop, Tag
from app.values import ReadFrame, Values

EACH_ROWS = 100
"""A loop draws no more rows than these: each is a handful of elements that the browser holds."""

_OPERATORS: Mapping[str, Callable[[int, int], bool]] = {
    "===": operator.eq,
    "==": operator.eq,
    "=": operator.eq,
    "!==": operator.ne,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_LEFT_OUT = "…"
_LIST_ITEM = re.compile(r"\s*([-*+]|\d+[.)])\s")


@dataclass(frozen=True, slots=True)
class Turns:
    """The rows of a loop that are drawn."""

    places: tuple[Place, ...]
    left_out: int
    rows: pd.DataFrame


class Walk:
    """One page in one run. All it raises of a page's mistakes are `PageError`s with their line."""

    def __init__(
        self,
        page: Page,
        surroundings: Surroundings,
        *,
        read: ReadFrame,
        stored: Callable[[str], object],
        scope: Callable[[Tag, Place], Scope],
    ) -> None:
        self.page = page
        self.values = Values(page, inputs_of(page.nodes), surroundings, read, self._bind)
        self._stored = stored
        self._scope = scope

    def call(
        self, tag: Tag, place: Place, parent: tuple[Component[Any], pd.DataFrame] | None = None
    ) -> Call[Any] | Unknown:
        """Return the use of a tag, verified; unknown where its values are those of no row.

        `parent` is the component that the tag configures, with its rows.
        """
        component = self._component(tag, parent[0] if parent else None)
        try:
            return self._call(tag, component, place, parent)
        except PropsError as error:
            raise self.error(tag, str(error)) from None

    def turns(self, node: Each, place: Place) -> Turns | Unknown:
        """Return a place for each row of a loop, up to the cap."""
        rows = self.values.table(node.source, place)
        if isinstance(rows, Unknown):
            return rows
        drawn = min(len(rows), EACH_ROWS)
        return Turns(
            tuple(place.within(node.variable, row_at(rows, at), at) for at in range(drawn)),
            len(rows) - drawn,
            rows,
        )

    def branch(self, node: If) -> Sequence[Node]:
        """Return the nodes that a condition chooses."""
        if node.query not in self.page.queries:
            raise self.values.unknown(node.query, node.line, Place())
        length = len(self.values.frame(node.query))
        return node.then if _OPERATORS[node.operator](length, node.number) else node.otherwise

    def words(self, nodes: Iterable[Node], place: Place) -> str:
        """Return words, with loops and choices of words, as one markdown text, data escaped."""
        text = ""
        for part in self._parts(nodes, place):
            if not text:
                text = part
            else:
                # A line between items would make a loose list; one between paragraphs must be.
                is_item = _LIST_ITEM.match(part) and _LIST_ITEM.match(text.splitlines()[-1])
                text += ("\n" if is_item else "\n\n") + part
        return text

    def sound_words(self, node: Markdown, place: Place, tell: Callable[[PageError], None]) -> str:
        """Return words as markdown, data escaped; a mistake is told and leaves an ellipsis."""
        words: list[str] = []
        for piece in node.pieces:
            try:
                words.append(self._piece(piece, place))
            except PageError as error:
                words.append(_LEFT_OUT)
                tell(error)
        return "".join(words)

    def text(self, tag: Tag, place: Place) -> str:
        """Return what a tag that is text says, escaped."""
        call = self.call(tag, place)
        if isinstance(call, Unknown):
            return ""
        component = COMPONENTS[tag.name]
        if component.text is None:
            raise self.error(tag, "stands alone, not inside a sentence")
        problem = emptiness(call, place)
        if problem == "error":
            raise self.error(tag, call.props.empty_message)
        if problem == "nothing":
            return ""
        return md(call.props.empty_message if problem == "warn" else self.run(component.text, call))

    def run(self, pure: Callable[[Call[Any]], Any], call: Call[Any]) -> Any:
        """Return what a component makes of a call; its `ValueError` becomes the tag's mistake."""
        try:
            return pure(call)
        except ValueError as error:
            raise self.error(call.tag, str(error)) from None

    def spoken(self, field: Field, place: Place) -> str:
        """Return a value in braces as markdown that shows it."""
        value = self.values.value(field, place)
        # How commands start is ours, and stands in code spans, where an escape would be seen.
        return str(value) if field.path == (COMMAND,) else md(format_text(value, None))

    def _parts(self, nodes: Iterable[Node], place: Place) -> Iterator[str]:
        for node in nodes:
            if isinstance(node, Markdown):
                yield "".join(self._piece(piece, place) for piece in node.pieces)
            elif isinstance(node, Each):
                turns = self.turns(node, place)
                if isinstance(turns, Turns):
                    for each in turns.places:
                        yield from self._parts(node.children, each)
                    if turns.left_out:
                        yield f"*{left_out(turns)}*"
            elif isinstance(node, If):
                yield from self._parts(self.branch(node), place)
            elif isinstance(node, Tag) and is_words([node]):
                yield self.text(node, place)
            else:
                raise self.values.error(node.line, "only words may stand here")

    def _piece(self, piece: str | Field | Tag, place: Place) -> str:
        if isinstance(piece, str):
            return piece
        return self.text(piece, place) if isinstance(piece, Tag) else self.spoken(piece, place)

    def _component(self, tag: Tag, parent: Component[Any] | None) -> Component[Any]:
        if tag.name not in COMPONENTS:
            raise self.values.error(
                tag.line, f"there is no tag <{tag.name}>{nearest(tag.name, COMPONENTS)}"
            )
        component = COMPONENTS[tag.name]
        if component.is_child and parent is None:
            parents = [each.name for each in COMPONENTS.values() if tag.name in each.children]
            raise self.error(tag, f"stands only inside {' or '.join(f'<{p}>' for p in parents)}")
        return component

    def _call(
        self,
        tag: Tag,
        component: Component[Any],
        place: Place,
        parent: tuple[Component[Any], pd.DataFrame] | None,
    ) -> Call[Any] | Unknown:
        check_names(component, tag.props)
        frame = self._frame(tag, place)
        values = {name: self._said(said, place) for name, said in tag.props.items() if name != DATA}
        if isinstance(frame, Unknown) or UNKNOWN in values.values():
            return UNKNOWN
        props = read_props(component, values)
        described = frame if frame is not None else (parent[1] if parent else None)
        if described is None or len(described.columns):
            check_columns(props, None if described is None else map(str, described.columns))
        rows = pd.DataFrame() if frame is None else frame
        children = self._children(tag, component, rows, place)
        if isinstance(children, Unknown):
            return children
        call = Call(tag, props, rows, children, self._scope(tag, place))
        if component.verify and not has_no_columns(tag, rows):
            self.run(component.verify, call)
        return call

    def _said(self, said: Prop, place: Place) -> object:
        if isinstance(said, Field):
            return self.values.value(said, place)
        return self.values.with_command(said) if isinstance(said, str) else said

    def _frame(self, tag: Tag, place: Place) -> pd.DataFrame | Unknown | None:
        said = tag.props.get(DATA)
        if said is None:
            return None
        if not isinstance(said, Field):
            raise PropsError(f"name its rows in braces: data={{{said}}}")
        return self.values.table(said, place)

    def _children(
        self, tag: Tag, component: Component[Any], rows: pd.DataFrame, place: Place
    ) -> tuple[Call[Any], ...] | Unknown:
        children = []
        for node in tag.children:
            if isinstance(node, Tag) and node.name in component.children:
                call = self.call(node, place, (component, rows))
                if isinstance(call, Unknown):
                    return call
                if not has_no_columns(node, call.frame):
                    children.append(call)
            elif not component.takes_body:
                allowed = " and ".join(f"<{name}/>" for name in sorted(component.children))
                takes = f"takes only {allowed} inside" if allowed else "takes nothing inside"
                raise self.error(tag, f"{takes}, not what is in line {node.line}")
        return tuple(children)

    def _bind(self, tag: Tag) -> Bindings:
        component = COMPONENTS[tag.name]
        call = self.call(tag, Place())
        if isinstance(call, Unknown) or component.bindings is None:
            raise self.error(tag, "gives no value here")
        try:
            return component.bindings(call, self._stored(call.props.name))
        except ValueError as error:
            raise self.error(tag, str(error)) from None

    def error(self, tag: Tag, message: str) -> PageError:
        """Return a mistake of a tag."""
        return self.values.error(tag.line, f"<{tag.name}>: {message}")


def is_words(nodes: Sequence[Node]) -> bool:
    """Return whether nodes are words, loops and choices of words included, and can be one text."""
    return all(
        isinstance(node, Markdown)
        or (isinstance(node, Each) and is_words(node.children))
        or (isinstance(node, If) and is_words((*node.then, *node.otherwise)))
        or (isinstance(node, Tag) and node.name in COMPONENTS and bool(COMPONENTS[node.name].text))
        for node in nodes
    )


def left_out(turns: Turns) -> str:
    """Return the words for rows that a loop does not draw."""
    rows = "row is" if turns.left_out == 1 else "rows are"
    return f"{turns.left_out:,} more {rows} not shown."


def inputs_of(nodes: Iterable[Node | str | Field]) -> dict[str, Tag]:
    """Return the inputs of a page by name. Its reader has refused what is named twice."""
    found: dict[str, Tag] = {}
    for node in nodes:
        if isinstance(node, Tag):
            component = COMPONENTS.get(node.name)
            if component and component.bindings:
                found[str(node.props.get("name"))] = node
            found |= inputs_of(node.children)
        elif isinstance(node, Markdown):
            found |= inputs_of(node.pieces)
        elif isinstance(node, If):
            found |= inputs_of((*node.then, *node.otherwise))
    return found
