"""What the named values of a page are: queries and inputs on demand, in any order, each once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pandas as pd

from app.components.contract import Bindings, Surroundings
from app.errors import PageError
from app.queries import compile_query
from app.rows import Place, Unknown, cell
from app.syntax.braces import COMMAND, INPUTS, WRITTEN_COMMAND
from app.syntax.mistakes import nearest
from app.syntax.names import unknown_name
from app.syntax.nodes import Field, Page, Query, Tag
from app.syntax.references import QueryReference, missing_input, read_references
from stores.limits import is_cut
from stores.warehouse import StatementError

_NAMES_UNKNOWN = ("Catalog Error", "Binder Error")

ReadFrame = Callable[[str, Mapping[str, object]], pd.DataFrame]
"""Runs SQL with named parameters. Its `StatementError` is told as the query's mistake; its
`WarehouseError` is nobody's mistake and goes through."""


class Values:
    """The values of one page in one run. A query that failed once fails again without running."""

    def __init__(
        self,
        page: Page,
        inputs: Mapping[str, Tag],
        surroundings: Surroundings,
        read: ReadFrame,
        bind: Callable[[Tag], Bindings],
    ) -> None:
        self.page = page
        self.inputs = inputs
        self.surroundings = surroundings
        self._read = read
        self._bind = bind
        self._frames: dict[str, pd.DataFrame | PageError] = {}
        self._bindings: dict[str, Bindings] = {}
        self._underway: list[str] = []

    def error(self, line: int, message: str) -> PageError:
        """Return a mistake of this page."""
        return PageError(self.page.file, line, message)

    def unknown(self, name: str, line: int, place: Place) -> PageError:
        """Return the mistake of a name that is no query's and no row's."""
        return self.error(line, unknown_name(name, self.page.queries, place.rows))

    def with_command(self, words: str) -> str:
        """Return words of the page in which `{mm}` is how this home's commands start."""
        return words.replace(WRITTEN_COMMAND, self.surroundings.command)

    def frame(self, name: str) -> pd.DataFrame:
        """Return the rows of a query of the page."""
        if name not in self._frames:
            query = self.page.queries[name]
            try:
                with self._entering(f"query {name}", query.file, query.line):
                    self._frames[name] = self._run(query)
            except PageError as error:
                self._frames[name] = error
        known = self._frames[name]
        if isinstance(known, PageError):
            raise known
        return known

    def bindings(self, name: str) -> Bindings:
        """Return what an input gives, drawn already or not."""
        if name not in self._bindings:
            tag = self.inputs[name]
            with self._entering(f"input {name}", self.page.file, tag.line):
                self._bindings[name] = self._bind(tag)
        return self._bindings[name]

    def input_value(self, name: str, suffix: str, line: int, *, file: str | None = None) -> object:
        """Return one of the values an input gives: `inputs.name`, or `inputs.name.suffix`.

        A `file` other than the page's is that of the query that asks.
        """
        file = file or self.page.file
        if name not in self.inputs:
            raise PageError(file, line, missing_input(name, self.inputs))
        bindings = self.bindings(name)
        if suffix not in bindings:
            given = " and ".join(
                f"{INPUTS}.{name}" + (f".{key}" if key else "") for key in bindings
            )
            asked = f"{INPUTS}.{name}" + (f".{suffix}" if suffix else "")
            raise PageError(file, line, f"there is no {asked}; the input gives {given}")
        return bindings[suffix]

    def value(self, named: Field, place: Place) -> object:
        """Return what a value in braces is, in plain Python, or that it is unknown."""
        head, *rest = named.path
        if named.path == (COMMAND,):
            return self.surroundings.command
        if head == INPUTS and rest:
            return self.input_value(rest[0], ".".join(rest[1:]), named.line)
        if head in place.rows and rest:
            return self._cell(named, place.rows[head])
        if head in place.rows or head in self.page.queries:
            raise self.error(
                named.line,
                f"{{{named}}} is rows, not a value: show one by <Value data={{{head}}}/>",
            )
        raise self.unknown(head, named.line, place)

    def table(self, named: Field, place: Place) -> pd.DataFrame | Unknown:
        """Return the rows that a value in braces names: of a query, a loop's row, a list of it."""
        head, *rest = named.path
        if not rest and head in place.rows:
            return place.rows[head]
        if not rest and head in self.page.queries:
            return self.frame(head)
        if not rest:
            raise self.unknown(head, named.line, place)
        held = self.value(named, place)
        if isinstance(held, Unknown):
            return held
        if held is None:
            return pd.DataFrame()
        if isinstance(held, list) and all(isinstance(each, dict) for each in held):
            return pd.DataFrame(held)
        raise self.error(named.line, f"{{{named}}} is no list of structs, so it has no rows")

    def _run(self, query: Query) -> pd.DataFrame:
        frame = self._answer(query)
        if is_cut(frame):
            raise PageError(query.file, query.line, f"query {query.name} gives too many rows")
        return frame

    def _answer(self, query: Query) -> pd.DataFrame:
        compiled = compile_query(self.page, query.name)
        parameters = {
            needed.parameter: self.input_value(
                needed.name, needed.suffix, needed.line, file=needed.file
            )
            for needed in compiled.inputs
        }
        try:
            return self._read(compiled.sql, parameters)
        except StatementError as error:
            raise self._refusal(query, error) from None

    def _refusal(self, query: Query, error: StatementError) -> PageError:
        """Return DuckDB's refusal as the mistake of the query it comes from."""
        reads = [use.name for use in read_references(query) if isinstance(use, QueryReference)]
        for name in reads:
            self._answer(self.page.queries[name])  # raises where the mistake is already there
        line = query.line
        if error.line and not reads:  # nothing of another query stands in between
            before = query.sql[: len(query.sql) - len(query.sql.lstrip())]
            line += before.count("\n") + error.line - 1
        return PageError(query.file, line, self._told(query, str(error)))

    def _told(self, query: Query, why: str) -> str:
        hint = ""
        if why.startswith(_NAMES_UNKNOWN):
            build = self.with_command(f"`{WRITTEN_COMMAND} build`")
            hint = f" (if the page is newer than the warehouse: {build})"
        return f"query {query.name}: {why}{hint}"

    def _cell(self, named: Field, row: pd.DataFrame | Unknown) -> object:
        _, column, *members = named.path
        if isinstance(row, Unknown):
            return row
        if column not in row.columns:
            raise self.error(
                named.line, f"{{{named}}}: no such column{nearest(column, map(str, row.columns))}"
            )
        held: Any = cell(row, column)
        for member in members:
            if held is None or isinstance(held, Unknown):
                return held
            if not isinstance(held, dict) or member not in held:
                known = held if isinstance(held, dict) else ()
                raise self.error(named.line, f"{{{named}}}: no {member}{nearest(member, known)}")
            held = held[member]
        return held

    @contextmanager
    def _entering(self, what: str, file: str, line: int) -> Iterator[None]:
        """Note what is being worked out, so that whatever needs itself is told, not repeated."""
        if what in self._underway:
            circle = " → ".join([*self._underway[self._underway.index(what) :], what])
            raise PageError(file, line, f"it needs itself: {circle}")
        self._underway.append(what)
        try:
            yield
        finally:
            self._underway.pop()
