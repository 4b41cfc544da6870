"""Where a page's words may point to: constant https addresses and other pages; never a picture."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

from app.syntax.mistakes import Mistakes, Source

HOLE = "\ue000"
"""Stands for a field or a tag while links are looked for."""

_HOLE_IN_ADDRESS = "%EE%80%80"
_HTTPS = re.compile(r"https://[A-Za-z0-9]")
_INSIDE = re.compile(r"/[a-z0-9_]*|#[^\s]+")
_BARE = re.compile(r"(?<![\w/])(?:http://|ftp://|www\.)", re.IGNORECASE)


class _AllLinks(MarkdownIt):
    """Finds the addresses that markdown-it itself would leave as words: they are judged here."""

    def validateLink(self, url: str) -> bool:  # noqa: N802  # its name there
        """Take every address for one."""
        return bool(url)


_MARKDOWN = _AllLinks("commonmark", {"html": False}).enable(["table", "strikethrough"])


def literal_lines(source: Source, mistakes: Mistakes) -> frozenset[int]:
    """Return the lines of the page that lie in a fence of a list, or in indented code."""
    lines: set[int] = set()
    for token in _MARKDOWN.parse(source.text):
        if token.map and token.type in {"fence", "code_block"}:
            start = source.first_line + token.map[0]
            lines.update(range(start, source.first_line + token.map[1]))
            if token.info.split()[:1] == ["sql"] and token.info.split()[1:]:
                mistakes.add(start, "a query stands by itself, not in a list or a quotation")
    return frozenset(lines)


def check_links(source: Source, mistakes: Mistakes) -> None:
    """Note each picture and each address that may not be there, in words without their braces."""
    environment: dict[str, dict[str, dict[str, object]]] = {}
    for token in _MARKDOWN.parse(source.text, environment):
        if token.type == "inline" and token.map:
            _check_inline(token, source.first_line + token.map[0], mistakes)
    for reference in environment.get("references", {}).values():
        lines = reference.get("map")
        line = source.first_line + (lines[0] if isinstance(lines, list) else 0)
        _check_address(str(reference["href"]), line, mistakes)


def _check_inline(inline: Token, line: int, mistakes: Mistakes) -> None:
    is_autolink = False
    for token, at in _with_lines(inline.children or [], line):
        if token.type == "image":
            mistakes.add(at, "a page shows no pictures: fetching one would tell somebody about you")
        elif token.type == "link_open":
            is_autolink = token.info == "auto"
            _check_address(str(token.attrGet("href") or ""), at, mistakes)
        elif token.type == "link_close":
            is_autolink = False
        elif token.type == "text" and not is_autolink and (bare := _BARE.search(token.content)):
            mistakes.add(at, f"{bare[0]}… becomes a link: write [words](https://…)")


def _with_lines(tokens: list[Token], line: int) -> Iterator[tuple[Token, int]]:
    for token in tokens:
        yield token, line
        if token.type in {"softbreak", "hardbreak"}:
            line += 1


def _check_address(address: str, line: int, mistakes: Mistakes) -> None:
    if _HOLE_IN_ADDRESS in address or HOLE in address:
        mistakes.add(
            line, "a link in words has a constant address; for one of the data take <LinkButton/>"
        )
    elif not (_HTTPS.match(address) or _INSIDE.fullmatch(address)):
        mistakes.add(
            line,
            f"a link to {address or 'nowhere'}: links go to https://…, to a page (/tiers) "
            "or to a heading (#ranges)",
        )
