"""Makes one statement of a page's query: chains become subqueries, inputs become parameters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from app.errors import PageError
from app.syntax.nodes import Page, Query
from app.syntax.references import InputUse, QueryReference, missing_query, read_references


@dataclass(frozen=True, slots=True)
class InputReference:
    """An input that a statement needs."""

    name: str
    suffix: str
    """`value`, `label`, or nothing for an input that is its own value."""
    parameter: str
    """Its `$name` in the SQL, without the dollar."""
    file: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)
    """Where it is asked for first."""


@dataclass(frozen=True, slots=True)
class CompiledQuery:
    """A statement ready to run, with the values it asks for."""

    sql: str
    inputs: tuple[InputReference, ...]
    """All that it or a query below it needs, each once."""


def compile_query(page: Page, name: str) -> CompiledQuery:
    """Return the statement of a query of a page.

    Raises `KeyError` for a name that is no query of the page, `PageError` where its SQL or that of
    a query below it asks for one that is none.
    """
    return CompiledQuery(*_Compiler(page).compile(name))


class _Compiler:
    """Compiles each query once, however many others read it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.done: dict[str, tuple[str, tuple[InputReference, ...]]] = {}

    def compile(self, name: str) -> tuple[str, tuple[InputReference, ...]]:
        """Return the SQL and the inputs it needs."""
        if name not in self.done:
            self.done[name] = self._compile(self.page.queries[name])
        return self.done[name]

    def _compile(self, query: Query) -> tuple[str, tuple[InputReference, ...]]:
        parts: list[str] = []
        inputs: list[InputReference] = []
        position = 0
        for use in read_references(query):
            parts.append(query.sql[position : use.start])
            position = use.end
            if isinstance(use, QueryReference):
                if use.name not in self.page.queries:
                    why = missing_query(use.name, self.page.queries)
                    raise PageError(query.file, use.line, why)
                sql, needed = self.compile(use.name)
                parts.append(f"(\n{sql}\n)")
                inputs.extend(needed)
            else:
                parts.append(_parameter(use))
                inputs.append(
                    InputReference(use.name, use.suffix, use.parameter, query.file, use.line)
                )
        parts.append(query.sql[position:])
        return "".join(parts).strip().removesuffix(";").rstrip(), _once(inputs)


def _parameter(use: InputUse) -> str:
    return f"(select unnest(${use.parameter}))" if use.is_list else f"${use.parameter}"


def _once(inputs: Iterable[InputReference]) -> tuple[InputReference, ...]:
    return tuple(dict.fromkeys(inputs))
