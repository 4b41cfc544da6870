"""Reads one page: from its text to nodes, or to all of its mistakes at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from app.errors import PageErrors
from app.syntax.blocks import Block, Fence, read_blocks
from app.syntax.braces import IDENTIFIER
from app.syntax.comments import drop_comments
from app.syntax.front import QueryEntry, read_head
from app.syntax.mistakes import Mistakes, nearest
from app.syntax.names import RESERVED, NameCheck
from app.syntax.nodes import Front, Page, Query
from app.syntax.references import check_queries
from app.syntax.tree import build_tree


def parse_page(text: str, file: str, slug: str, query_files: Mapping[str, Query]) -> Page:
    """Return a page; `query_files` by their path below `pages/queries/`, as `tiers/rows.sql`.

    Raises `PageErrors` with every mistake found, each with the line of the file it is in, and with
    the page where all that is wrong are names that it does not define.
    """
    mistakes = Mistakes(file)
    head = read_head(_one_kind_of_line(text), slug, mistakes)
    blocks = read_blocks(drop_comments(head.body), mistakes)
    queries = _queries(head.queries, query_files, blocks, mistakes)
    nodes = build_tree([b for b in blocks if not _is_query(b)], mistakes)
    inputs = NameCheck(queries, mistakes).check(nodes)
    check_queries(queries, inputs, mistakes)
    page = Page(file, slug, head.front, queries, nodes)
    if mistakes.found:
        raise PageErrors(mistakes.sorted(), page if mistakes.is_whole else None)
    return page


def read_front(text: str, file: str, slug: str) -> Front:
    """Return a page's front as far as it can be read, for a page that has mistakes."""
    return read_head(_one_kind_of_line(text), slug, Mistakes(file)).front


def _one_kind_of_line(text: str) -> str:
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return text.replace("\0", "\ufffd")


def _is_query(block: Block) -> bool:
    words = block.info.split() if isinstance(block, Fence) else []
    return len(words) > 1 and words[0] == "sql"


def _queries(
    entries: tuple[QueryEntry, ...],
    query_files: Mapping[str, Query],
    blocks: list[Block],
    mistakes: Mistakes,
) -> dict[str, Query]:
    queries: dict[str, Query] = {}
    first_lines: dict[str, int] = {}

    def define(query: Query, line: int) -> None:
        if not re.fullmatch(IDENTIFIER, query.name):
            mistakes.add(line, f"{query.name} is no query's name: letters, digits and _ only")
        elif query.name in RESERVED:
            mistakes.add(
                line, f"{query.name} has a meaning of its own; give the query another name"
            )
        elif query.name in queries:
            where = first_lines[query.name]
            mistakes.add(line, f"a second query {query.name}; the first is in line {where}")
        else:
            queries[query.name] = query
            first_lines[query.name] = line
            if not query.sql.strip():
                mistakes.add(line, f"query {query.name} is empty")

    for entry in entries:
        if found := query_files.get(entry.file):
            define(replace(found, name=entry.name), entry.line)
        else:
            mistakes.excused.add(entry.name)
            near = nearest(entry.file, query_files)
            mistakes.add(entry.line, f"no file pages/queries/{entry.file}{near}")
    for block in blocks:
        if isinstance(block, Fence) and _is_query(block):
            _, name, *more = block.info.split()
            if more:
                mistakes.add(block.line, f"a query has one name, not {block.info[3:].strip()!r}")
            define(Query(mistakes.file, block.line + 1, name, block.text), block.line)
    return queries
