"""Words of a dbt SQL file: what rules look at, without comments, Jinja told apart."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["name", "number", "string", "mark"]

_SQL = re.compile(
    r"""
    (?P<comment>--[^\n]*|/\*.*?\*/|\{\#.*?\#\})
    |(?P<jinja>\{\{.*?\}\}|\{%.*?%\})
    |(?P<quote>')
    |(?P<quoted>"[^"]*")
    |(?P<number>\d+(?:_\d+)*(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)
    |(?P<name>[A-Za-z_]\w*)
    |(?P<mark>::|->|=>|<>|!=|<=|>=|\|\||[^\s\w])
    """,
    re.VERBOSE | re.DOTALL,
)
_JINJA = re.compile(
    r"""
    (?P<string>'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")
    |(?P<number>\d+(?:_\d+)*(?:\.\d*)?(?:[eE][+-]?\d+)?)
    |(?P<name>[A-Za-z_]\w*)
    |(?P<mark>\{\{-?|\{%-?|-?\}\}|-?%\}|[^\s\w])
    """,
    re.VERBOSE | re.DOTALL,
)
_END_OF_STRING = re.compile(r"''|\{\{.*?\}\}|\{%.*?%\}|'", re.DOTALL)


@dataclass(frozen=True)
class Token:
    """One word, number, text or mark, lower-cased unless it is text, with the line it starts on."""

    kind: Kind
    text: str
    line: int
    in_jinja: bool = False


def tokens(sql: str) -> list[Token]:
    """All tokens of a model, macro or test; comments are dropped, Jinja inside strings is kept."""
    return list(_scan(sql))


def _scan(sql: str) -> Iterator[Token]:
    position = 0
    while found := _SQL.search(sql, position):
        position = found.end()
        line = sql.count("\n", 0, found.start()) + 1
        kind, text = found.lastgroup, found.group()
        if kind == "jinja":
            yield from _scan_jinja(text, line)
        elif kind == "quote":
            string, jinja, position = _read_string(sql, position)
            yield Token("string", string, line)
            for block in jinja:
                yield from _scan_jinja(block, line)
        elif kind == "quoted":
            yield Token("name", text.strip('"').lower(), line)
        elif kind in ("number", "name", "mark"):
            yield Token(kind, text.lower(), line)


def _read_string(sql: str, start: int) -> tuple[str, list[str], int]:
    """The text from `start` to the closing quote, the Jinja blocks in it, and where it ends."""
    jinja, position = [], start
    while found := _END_OF_STRING.search(sql, position):
        position = found.end()
        if found.group() == "'":
            return sql[start : position - 1], jinja, position
        if found.group() != "''":
            jinja.append(found.group())
    return sql[start:], jinja, len(sql)


def _scan_jinja(block: str, first_line: int) -> Iterator[Token]:
    for found in _JINJA.finditer(block):
        line = first_line + block.count("\n", 0, found.start())
        kind, text = found.lastgroup, found.group()
        if kind == "string":
            yield Token("string", text[1:-1], line, in_jinja=True)
        elif kind in ("number", "name", "mark"):
            yield Token(kind, text.lower(), line, in_jinja=True)


def closing(of: list[Token], opening: int) -> int:
    """Where the bracket opened at index `opening` closes; the end if it never does."""
    depth = 0
    for index in range(opening, len(of)):
        if of[index].kind != "mark":
            continue
        if of[index].text in ("(", "["):
            depth += 1
        elif of[index].text in (")", "]"):
            depth -= 1
            if depth == 0:
                return index
    return len(of)
