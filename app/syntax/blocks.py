"""Cuts a page into its lines of structure, its fences, and the words between them.

A grammar of three rules in markdown-it's block parser: its own fence, a line that starts with
structure, and any other line, which is words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from textwrap import dedent
from typing import TypeAlias

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

from app.syntax.braces import EachMark, ElseMark, EndMark, IfMark, closing_brace, read_control
from app.syntax.mistakes import Mistakes, Source
from app.syntax.tags import OpenMark, read_closing, read_tag


@dataclass(frozen=True, slots=True)
class Words:
    """Lines of markdown between two pieces of structure."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Fence:
    """A fence, its text moved to the left as far as the fence itself stands to the right."""

    line: int
    info: str
    text: str


Mark: TypeAlias = "OpenMark | EachMark | IfMark | ElseMark | EndMark"
Block: TypeAlias = "Mark | Words | Fence"

_STRUCTURE = re.compile(r"</?[A-Z]|\{[ \t]*[#:/@]")
_MAYBE_STRUCTURE = re.compile(r"\\.|(?P<ticks>`+)|(?P<mark></?[A-Z]|\{[ \t]*[#:/@])|(?P<end>\n|\Z)")


def read_blocks(text: str, mistakes: Mistakes) -> list[Block]:
    """Return the pieces of a page, in order; its front and comments are blank lines by now."""
    blocks: list[Block] = []
    first = last = -1
    lines = text.split("\n")
    for token in [*_PARSER.parse(text, {"mistakes": mistakes}), None]:
        start, end = (token.map or (0, 0)) if token else (0, 0)
        if token and token.type == "words":
            first, last = (start if first < 0 else first), end
            continue
        if first >= 0:
            blocks.append(Words(first + 1, dedent("\n".join(lines[first:last]))))
            first = -1
        if token and token.type == "fence":
            blocks.append(_fence(token, lines[start:end], start + 1, mistakes))
        elif token:
            blocks.extend(token.meta["blocks"])
    return blocks


def _fence(token: Token, lines: list[str], line: int, mistakes: Mistakes) -> Fence:
    closing = lines[-1].strip() if len(lines) > 1 else ""
    if len(closing) < len(token.markup) or closing.strip(token.markup[0]):
        mistakes.add(line, f"this fence is never closed: end it with {token.markup}")
    return Fence(line, token.info.strip(), token.content)


def _words_rule(state: StateBlock, start: int, _end: int, _silent: bool) -> bool:
    token = state.push("words", "", 0)
    token.map = [start, start + 1]
    state.line = start + 1
    return True


def _structure_rule(state: StateBlock, start: int, _end: int, _silent: bool) -> bool:
    position = state.bMarks[start] + state.tShift[start]
    if not _STRUCTURE.match(state.src, position):
        return False
    found = _read_line(Source(state.src), position, state.env["mistakes"])
    if found is None:
        return False
    blocks, stop = found
    token = state.push("structure", "", 0)
    token.meta = {"blocks": blocks}
    state.line = start + 1 + state.src.count("\n", position, stop)
    token.map = [start, state.line]
    return True


def _read_line(source: Source, start: int, mistakes: Mistakes) -> tuple[list[Block], int] | None:
    """Return the pieces of a line of structure and its end, or None if it is a sentence.

    A tag that closes itself is structure alone on its line, and part of the words beside words.
    """
    text = source.text
    # A sentence is read again with the words around it, which then tells what is wrong in it.
    noted = Mistakes(mistakes.file, excused=mistakes.excused)
    blocks: list[Block] = []
    tags: list[OpenMark] = []
    position = segment = start
    has_words = is_sentence = False
    while True:
        mark_at, is_end = _next_mark(text, position)
        has_words = has_words or bool(text[position:mark_at].strip())
        mark: Mark | None = None
        after = mark_at
        if not is_end:
            mark, after = _read_mark(source, mark_at, noted)
            if isinstance(mark, OpenMark) and mark.is_whole:
                tags.append(mark)
                position = after
                continue
        if has_words:
            is_sentence = is_sentence or not blocks
            blocks.append(Words(source.line(segment), text[segment:mark_at].strip()))
        else:
            blocks.extend(tags)
        if is_end:
            break
        if mark:
            blocks.append(mark)
        tags, has_words, segment, position = [], False, after, after
    if is_sentence:
        return None
    for error in noted.found:
        mistakes.add(error.line, error.message)
    return blocks, mark_at


def _next_mark(text: str, position: int) -> tuple[int, bool]:
    """Return where the next structure of the line starts, or where the line ends."""
    while found := _MAYBE_STRUCTURE.search(text, position):
        if found["mark"] or found["end"] is not None:
            return found.start(), not found["mark"]
        position = found.end()
        if ticks := found["ticks"]:
            close = re.compile(rf"(?<!`){ticks}(?!`)").search(text, position)
            if close and "\n" not in text[position : close.start()]:
                position = close.end()
    return len(text), True


def _read_mark(source: Source, start: int, mistakes: Mistakes) -> tuple[Mark | None, int]:
    if source.text.startswith("</", start):
        return read_closing(source, start, mistakes)
    if source.text[start] == "<":
        tag = read_tag(source, start, mistakes)
        return tag, tag.end
    close = closing_brace(source.text, start)
    line = source.line(start)
    if close is None:
        mistakes.add(line, "this brace is never closed (one that is only to be seen is \\{)")
        end = source.text.find("\n", start)
        return None, len(source.text) if end < 0 else end
    return read_control(source.text[start + 1 : close], line, mistakes), close + 1


def _parser() -> MarkdownIt:
    parser = MarkdownIt("zero")
    parser.enable("fence")
    parser.block.ruler.before("fence", "structure", _structure_rule)
    parser.block.ruler.at("paragraph", _words_rule)
    return parser


_PARSER = _parser()
