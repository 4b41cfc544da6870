"""Reads one tag: its name, its props over as many lines as they take, how it closes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.syntax.braces import WRITTEN_COMMAND, EndMark, closing_brace, read_value
from app.syntax.mistakes import Mistakes, Source
from app.syntax.nodes import Prop, Tag

_NAME = re.compile(r"<([A-Z][A-Za-z0-9_]*)")
_CLOSING = re.compile(r"</([A-Z][A-Za-z0-9_]*)[ \t]*>")
_SPACE = re.compile(r"\s*")
_PROP = re.compile(r"([A-Za-z_][A-Za-z0-9_:-]*)(\s*=\s*)?")
_BARE = re.compile(r"""(?:(?!/>)[^\s"'=<>`{}])+""")
_JUNK = re.compile(r"(?:(?!/>)[^\s>])+|/")
_BLANK_LINE = re.compile(r"\n[ \t]*\n")


@dataclass(frozen=True, slots=True)
class OpenMark:
    """`<Name …/>`, or `<Name …>` with its end still to come."""

    tag: Tag
    end: int
    """Where the text goes on behind it."""
    is_whole: bool
    """Whether it closes itself."""
    is_broken: bool = False
    """Whether its end was not found; a `</Name>` further down is then no second mistake."""

    @property
    def line(self) -> int:
        """The line it starts on."""
        return self.tag.line


class _BrokenTagError(Exception):
    """A tag whose end cannot be told."""


def read_closing(source: Source, start: int, mistakes: Mistakes) -> tuple[EndMark | None, int]:
    """Return the `</Name>` at `start` and where it ends."""
    found = _CLOSING.match(source.text, start)
    if found:
        return EndMark(source.line(start), found[1]), found.end()
    mistakes.add(source.line(start), "a closing tag is </Name>, with nothing else in it")
    return None, _end_of_line(source.text, start)


def read_tag(source: Source, start: int, mistakes: Mistakes) -> OpenMark:
    """Return the tag at `start`, where `<` and a capital stand; notes what is wrong in it."""
    found = _NAME.match(source.text, start)
    assert found is not None, "called where a tag starts"  # noqa: S101
    line = source.line(start)
    props: dict[str, Prop] = {}
    position = found.end()
    try:
        while True:
            position = _skip_space(source.text, position)
            if source.text.startswith("/>", position):
                return OpenMark(Tag(line, found[1], props), position + 2, is_whole=True)
            if source.text.startswith(">", position):
                return OpenMark(Tag(line, found[1], props), position + 1, is_whole=False)
            position = _read_prop(source, position, props, mistakes)
    except _BrokenTagError as error:
        mistakes.add(line, f"<{found[1]} {error}")
        end = _end_of_line(source.text, position)
        return OpenMark(Tag(line, found[1], props), end, is_whole=True, is_broken=True)


def _skip_space(text: str, position: int) -> int:
    space = _SPACE.match(text, position)
    end = space.end() if space else position
    if end == len(text) or text[end] == "<" or _BLANK_LINE.search(text[position:end]):
        raise _BrokenTagError("is not closed: end it with /> or >")
    return end


def _read_prop(source: Source, position: int, props: dict[str, Prop], mistakes: Mistakes) -> int:
    line = source.line(position)
    found = _PROP.match(source.text, position)
    if not found:
        junk = _JUNK.match(source.text, position)
        end = junk.end() if junk else position + 1
        mistakes.add(line, f"{source.text[position:end]!r} is no prop: write name=value")
        return end
    name, end = found[1], found.end()
    value: Prop | None = True
    if found[2]:
        value, end = _read_prop_value(source, name, end, mistakes)
    elif source.text[end : end + 1] not in {"", ">", "/", " ", "\t", "\n"}:
        junk = _JUNK.match(source.text, end)
        end = junk.end() if junk else end + 1
        mistakes.add(line, f"{source.text[position:end]!r} is no prop: write name=value")
        return end
    if name in props:
        mistakes.add(line, f"{name} is given twice; leave one")
    elif value is not None:
        props[name] = value
    return end


def _read_prop_value(
    source: Source, name: str, start: int, mistakes: Mistakes
) -> tuple[Prop | None, int]:
    text, line = source.text, source.line(start)
    first = text[start : start + 1]
    if first == "{":
        close = closing_brace(text, start)
        if close is None:
            raise _BrokenTagError(f"is not closed: the brace of {name}= has no }}")
        return read_value(text[start + 1 : close], line, mistakes), close + 1
    if first and first in "'\"":
        close = text.find(first, start + 1)
        if close < 0 or _BLANK_LINE.search(text[start:close]):
            raise _BrokenTagError(f"is not closed: the text of {name}= has no second {first}")
        return _quoted(name, text[start + 1 : close], line, mistakes), close + 1
    bare = _BARE.match(text, start)
    if not bare:
        mistakes.add(line, f"{name}= says nothing; give it a value")
        return None, start
    if bare[0] in {"true", "false"}:
        return bare[0] == "true", bare.end()
    return bare[0], bare.end()


def _quoted(name: str, words: str, line: int, mistakes: Mistakes) -> Prop | None:
    if words.startswith("{") and closing_brace(words, 0) == len(words) - 1:
        return read_value(words[1:-1], line, mistakes)
    if "{" in words.replace(WRITTEN_COMMAND, ""):
        mistakes.add(
            line, f"{name} mixes words and braces: make the sentence in SQL, or write {name}={{…}}"
        )
        return None
    return words


def _end_of_line(text: str, position: int) -> int:
    end = text.find("\n", position)
    return len(text) if end < 0 else end
