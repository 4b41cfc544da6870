"""Reads the fields and tags that stand among words."""

from __future__ import annotations

import re

from markdown_it.common.html_re import HTML_TAG_RE

from app.syntax.blocks import Words
from app.syntax.braces import COMMAND, WRITTEN_COMMAND, closing_brace, read_field, refuse_script
from app.syntax.links import HOLE, check_links, literal_lines
from app.syntax.mistakes import Mistakes, Source
from app.syntax.nodes import Field, Markdown, Tag
from app.syntax.tags import read_tag

_STOP = re.compile(r"\\.|`+|\{|<", re.DOTALL)
_PARAGRAPH_END = re.compile(r"\n[ \t]*\n|\Z")
_AUTOLINK = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*>|<[^\s<>@]+@[^\s<>@]+>")
_HTML_NAME = re.compile(r"^</?|[\s/>].*", re.DOTALL)
_CONTROL = re.compile(r"\{\s*[#:/@]")


def read_words(words: Words, mistakes: Mistakes) -> Markdown | None:
    """Return the words with their fields and tags told apart, or None for blank lines alone."""
    text = words.text.strip("\n")
    if not text.strip():
        return None
    blank = len(words.text) - len(words.text.lstrip("\n"))
    source = Source(text, words.line + blank)
    reader = _Reader(source, literal_lines(source, mistakes), mistakes)
    reader.read()
    check_links(Source("".join(reader.shadow), source.first_line), mistakes)
    return Markdown(source.first_line, tuple(reader.pieces))


class _Reader:
    """One pass over a piece of text."""

    def __init__(self, source: Source, literal: frozenset[int], mistakes: Mistakes) -> None:
        self.source = source
        self.literal = literal
        self.mistakes = mistakes
        self.pieces: list[str | Field | Tag] = []
        self.shadow: list[str] = []
        """The words with a hole for each field and tag, as long in lines as the page."""

    def read(self) -> None:
        """Fill the pieces."""
        text, position = self.source.text, 0
        while found := _STOP.search(text, position):
            self._words(position, found.start())
            position = self._stop(found)
        self._words(position, len(text))

    def _stop(self, found: re.Match[str]) -> int:
        """Take what starts here; return where it ends."""
        start, text = found.start(), self.source.text
        if text.startswith(WRITTEN_COMMAND, start):
            self._piece(
                Field(self.source.line(start), (COMMAND,)), start, start + len(WRITTEN_COMMAND)
            )
            return start + len(WRITTEN_COMMAND)
        if found[0][0] == "\\" or self.source.line(start) in self.literal:
            return self._words(start, found.end() if found[0][0] == "\\" else start + 1)
        if found[0][0] == "`":
            return self._code_span(start, found[0])
        if found[0] == "{":
            return self._brace(start)
        return self._angle(start)

    def _words(self, start: int, end: int) -> int:
        words = self.source.text[start:end]
        if words and self.pieces and isinstance(self.pieces[-1], str):
            self.pieces[-1] += words
        elif words:
            self.pieces.append(words)
        self.shadow.append(words)
        return end

    def _piece(self, piece: Field | Tag, start: int, end: int) -> None:
        self.pieces.append(piece)
        self.shadow.append(HOLE + "\n" * self.source.text.count("\n", start, end))

    def _code_span(self, start: int, ticks: str) -> int:
        text, inside = self.source.text, start + len(ticks)
        paragraph = _PARAGRAPH_END.search(text, inside)
        limit = paragraph.start() if paragraph else len(text)
        close = re.compile(rf"(?<!`){ticks}(?!`)").search(text, inside, limit)
        if not close:
            return self._words(start, inside)
        while (command := text.find(WRITTEN_COMMAND, start, close.start())) >= 0:
            self._words(start, command)
            start = command + len(WRITTEN_COMMAND)
            self._piece(Field(self.source.line(command), (COMMAND,)), command, start)
        return self._words(start, close.end())

    def _brace(self, start: int) -> int:
        line = self.source.line(start)
        close = closing_brace(self.source.text, start)
        if close is None:
            self.mistakes.add(line, "this brace is never closed (one only to be seen is \\{)")
            return self._words(start, start + 1)
        inner = self.source.text[start + 1 : close]
        if _CONTROL.match(self.source.text, start):
            shown = " ".join(inner.split())
            self.mistakes.add(line, f"{{{shown}}} stands in a sentence: start a line with it")
        elif found := read_field(inner, line):
            self._piece(found, start, close + 1)
        else:
            self.mistakes.add(line, refuse_script(inner))
        return close + 1

    def _angle(self, start: int) -> int:
        text, line = self.source.text, self.source.line(start)
        if re.match(r"<[A-Z]", text[start : start + 2]) and not _AUTOLINK.match(text, start):
            return self._tag(start)
        if closing := re.match(r"</[A-Z]\w*", text[start : start + 80]):
            self.mistakes.add(line, f"{closing[0]}> stands in a sentence: start a line with it")
            return self._words(start, start + len(closing[0]))
        if text.startswith("<!--", start):
            self.mistakes.add(line, "this comment is never closed: end it with -->")
        elif link := _AUTOLINK.match(text, start):
            return self._words(start, link.end())
        elif html := HTML_TAG_RE.match(text[start:]):
            self.mistakes.add(
                line,
                f"raw HTML is not rendered: <{_HTML_NAME.sub('', html[0])}> (write markdown; "
                "a < that is only to be seen is \\<)",
            )
            return self._words(start, start + html.end())
        return self._words(start, start + 1)

    def _tag(self, start: int) -> int:
        found = read_tag(self.source, start, self.mistakes)
        if not found.is_whole:
            self.mistakes.add(
                found.line,
                f"<{found.tag.name}> opens in a sentence: end it with />, or start a line with it",
            )
        elif not found.is_broken:
            self._piece(found.tag, start, found.end)
        return found.end
