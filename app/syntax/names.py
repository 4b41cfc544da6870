"""Checks that every name a page uses is one it defines: queries, rows of loops, inputs."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from app.syntax.braces import COMMAND, IDENTIFIER, INPUTS
from app.syntax.mistakes import Mistakes, nearest
from app.syntax.nodes import Code, Each, Field, If, Markdown, Node, Tag
from app.syntax.references import missing_input

INPUT_TAGS = frozenset({"Dropdown", "ButtonGroup", "Slider", "TextInput"})
"""The tags whose `name` text and SQL can use as `inputs.name`."""
RESERVED = frozenset({INPUTS, COMMAND})
"""Names with a meaning of their own: no query and no row may take one."""


class NameCheck:
    """Walks the nodes of one page twice: for the inputs, then for all uses of names."""

    def __init__(self, queries: Collection[str], mistakes: Mistakes) -> None:
        self.queries = queries
        self.mistakes = mistakes
        self.inputs: frozenset[str] = frozenset()

    def check(self, nodes: Sequence[Node]) -> frozenset[str]:
        """Note every unknown name; return the names of the page's inputs."""
        names: set[str] = set()
        self._collect(nodes, names, is_repeated=False)
        self.inputs = frozenset(names)
        self._walk(nodes, ())
        return self.inputs

    def _collect(
        self, nodes: Sequence[Node | str | Field], names: set[str], is_repeated: bool
    ) -> None:
        for node in nodes:
            if isinstance(node, Tag):
                if node.name in INPUT_TAGS:
                    self._collect_input(node, names, is_repeated)
                self._collect(node.children, names, is_repeated)
            elif isinstance(node, Markdown):
                self._collect(node.pieces, names, is_repeated)
            elif isinstance(node, Each):
                self._collect(node.children, names, is_repeated=True)
            elif isinstance(node, If):
                self._collect((*node.then, *node.otherwise), names, is_repeated)

    def _collect_input(self, tag: Tag, names: set[str], is_repeated: bool) -> None:
        name = tag.props.get("name")
        if name is None:
            return  # what a tag needs is its component's to say
        if not isinstance(name, str) or not re.fullmatch(IDENTIFIER, name):
            self.mistakes.add(tag.line, "an input's name is a word of letters, digits and _")
        elif is_repeated:
            self.mistakes.add(tag.line, f"input {name} stands in a loop; put it outside")
            names.add(name)
        elif name in names:
            self.mistakes.add(tag.line, f"a second input {name}; give it another name")
        else:
            names.add(name)

    def _walk(self, nodes: Sequence[Node], rows: tuple[str, ...]) -> None:
        for node in nodes:
            if isinstance(node, Tag):
                self._tag(node, rows)
            elif isinstance(node, Markdown):
                self._words(node, rows)
            elif isinstance(node, Each):
                self._each(node, rows)
            elif isinstance(node, If):
                if node.query not in self.queries:
                    self._unknown(node.line, node.query, rows, "a condition asks a query: ")
                self._walk((*node.then, *node.otherwise), rows)
            else:
                assert isinstance(node, Code)  # noqa: S101

    def _tag(self, tag: Tag, rows: tuple[str, ...]) -> None:
        for value in tag.props.values():
            if isinstance(value, Field):
                self._field(value, rows, in_words=False)
        self._walk(tag.children, rows)

    def _words(self, words: Markdown, rows: tuple[str, ...]) -> None:
        for piece in words.pieces:
            if isinstance(piece, Field):
                self._field(piece, rows, in_words=True)
            elif isinstance(piece, Tag):
                self._tag(piece, rows)

    def _each(self, loop: Each, rows: tuple[str, ...]) -> None:
        first = loop.source.path[0]
        if first not in (self.queries if len(loop.source.path) == 1 else rows):
            self._unknown(loop.line, first, rows, "a loop goes over a query or row.column: ")
        if loop.variable in (*rows, *self.queries, *RESERVED):
            self.mistakes.add(
                loop.line, f"{loop.variable} is taken already; give the row another name"
            )
        self._walk(loop.children, (*rows, loop.variable))

    def _field(self, field: Field, rows: tuple[str, ...], in_words: bool) -> None:
        first, rest = field.path[0], field.path[1:]
        if first in rows:
            return
        if first == INPUTS:
            if not 1 <= len(rest) <= 2:
                self.mistakes.add(field.line, f"{{{field}}}: write {{inputs.name.value}}")
            elif rest[0] not in self.inputs:
                self.mistakes.add_unknown(field.line, missing_input(rest[0], self.inputs))
        elif first == COMMAND:
            if rest:
                self.mistakes.add(field.line, f"{{{field}}}: {{mm}} stands alone")
        elif first not in self.queries:
            self._unknown(field.line, first, rows, "")
        elif rest:
            self.mistakes.add(
                field.line,
                f"{{{field}}}: {first} is a query of many rows; do it in SQL, then "
                f"<Value data={{…}} column=…/> or {{#each {first} as row}}",
            )
        elif in_words:
            self.mistakes.add(
                field.line,
                f"{{{field}}} is a whole query; name a value: <Value data={{{first}}} column=…/>",
            )

    def _unknown(self, line: int, name: str, rows: tuple[str, ...], wanted: str) -> None:
        if name in self.mistakes.excused:
            return
        if name in RESERVED or name in rows or name in self.queries:
            self.mistakes.add(line, f"{wanted}{name} is none")
            return
        self.mistakes.add_unknown(line, wanted + unknown_name(name, self.queries, rows))


def unknown_name(name: str, queries: Iterable[str], rows: Iterable[str]) -> str:
    """Return the refusal of a name that is neither a query's nor a row's."""
    what = "no query of this page and no row of a loop around it"
    return f"{name} is {what}{nearest(name, (*queries, *rows))}"
