"""What the SQL of a page refers to: `${other_query}` and `${inputs.name.value}`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.syntax.braces import IDENTIFIER
from app.syntax.mistakes import Mistakes, nearest
from app.syntax.nodes import Query

_PIECE = re.compile(
    r"(?P<comment>--[^\n]*|/\*.*?(?:\*/|\Z))"
    r"|(?P<quoted>'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\")"
    r"|(?P<text>\$(?P<tag>[A-Za-z_]*)\$.*?\$(?P=tag)\$)"
    r"|(?P<reference>\$\{(?P<inner>[^}\n]*)\})"
    r"|(?P<broken>\$\{)",
    re.DOTALL,
)
_INPUT = re.compile(rf"inputs\.({IDENTIFIER})(?:\.({IDENTIFIER}))?")
_WHOLE = re.compile(r"'\$\{([^}\n]*)\}'")
_LIST_FOLLOWS = re.compile(r"\bin\s*\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class QueryReference:
    """`${other_query}`."""

    line: int
    start: int
    end: int
    name: str


@dataclass(frozen=True, slots=True)
class InputUse:
    """`'${inputs.name.suffix}'`; quotes are part of it."""

    line: int
    start: int
    end: int
    name: str
    suffix: str
    """`value`, `label`, or nothing for an input that is its own value."""
    is_list: bool
    """Whether it stands behind `in`, as the list that a multiple choice gives."""

    @property
    def parameter(self) -> str:
        """The name of the bound parameter."""
        return f"{self.name}_{self.suffix}" if self.suffix else self.name


def read_references(
    query: Query, mistakes: Mistakes | None = None
) -> tuple[QueryReference | InputUse, ...]:
    """Return what a query refers to, in order; notes what is no reference."""
    found: list[QueryReference | InputUse] = []
    for piece in _PIECE.finditer(query.sql):
        line = query.line + query.sql.count("\n", 0, piece.start())
        inner, problem = piece["inner"], ""
        if quoted := (piece["quoted"] or piece["text"]):
            if "${" not in quoted:
                continue
            whole = _WHOLE.fullmatch(quoted)
            inner = whole[1] if whole else None
            if inner is None or not _INPUT.fullmatch(inner.strip()):
                problem = (
                    "an input fills a whole '${…}', quotes included: write '%' || '${…}' || '%' "
                    "for more; anything else stands outside quotes"
                )
        elif piece["broken"]:
            problem = "this ${ is never closed by } in its line"
        elif inner is None:
            continue
        reference = None if problem else _read(query, piece, (inner or "").strip(), line)
        if reference:
            found.append(reference)
        elif mistakes:
            shown = f"${{{inner}}}: write ${{other_query}} or ${{inputs.name.value}}, nothing more"
            mistakes.add(line, problem or shown, query.file)
    return tuple(found)


def _read(
    query: Query, piece: re.Match[str], inner: str, line: int
) -> QueryReference | InputUse | None:
    if named := _INPUT.fullmatch(inner):
        is_list = bool(_LIST_FOLLOWS.search(query.sql[: piece.start()])) and not piece["quoted"]
        return InputUse(line, piece.start(), piece.end(), named[1], named[2] or "", is_list)
    if re.fullmatch(IDENTIFIER, inner):
        return QueryReference(line, piece.start(), piece.end(), inner)
    return None


def check_queries(queries: Mapping[str, Query], inputs: frozenset[str], mistakes: Mistakes) -> None:
    """Note references to what is not on the page, and queries that come back to themselves."""
    parents: dict[str, list[str]] = {}
    parameters: dict[str, tuple[str, str]] = {}
    for name, query in queries.items():
        parents[name] = []
        for use in read_references(query, mistakes):
            if isinstance(use, QueryReference):
                if use.name in queries:
                    parents[name].append(use.name)
                elif use.name not in mistakes.excused:
                    mistakes.add_unknown(use.line, missing_query(use.name, queries), query.file)
                continue
            if use.name not in inputs:
                mistakes.add_unknown(use.line, missing_input(use.name, inputs), query.file)
            named = (use.name, use.suffix)
            if parameters.setdefault(use.parameter, named) != named:
                mistakes.add(
                    use.line,
                    f"two inputs would both be ${use.parameter}; rename input {use.name}",
                    query.file,
                )
    for cycle in _cycles(parents):
        query = queries[cycle[0]]
        path = " → ".join((*cycle, cycle[0]))
        mistakes.add(query.line, f"queries go in a circle: {path}", query.file)


def missing_query(name: str, queries: Iterable[str]) -> str:
    """Return the refusal of a query that SQL asks for and the page does not have."""
    return f"no query {name} on this page{nearest(name, queries)}"


def missing_input(name: str, inputs: Iterable[str]) -> str:
    """Return the refusal of an input that no tag of the page defines."""
    return f"no tag of this page has name={name}{nearest(name, inputs)}"


def _cycles(parents: Mapping[str, list[str]]) -> list[tuple[str, ...]]:
    """Return each circle once, as a path from the query that stands first on the page."""
    done: set[str] = set()
    cycles: list[tuple[str, ...]] = []
    for root in parents:
        path: list[str] = []
        waiting = [(root, iter(parents[root]))] if root not in done else []
        while waiting:
            name, ahead = waiting[-1]
            if not path or path[-1] != name:
                path.append(name)
            following = next(ahead, None)
            if following is None:
                done.add(name)
                path.pop()
                waiting.pop()
            elif following in path:
                cycles.append(tuple(path[path.index(following) :]))
            elif following not in done:
                waiting.append((following, iter(parents[following])))
    return cycles
