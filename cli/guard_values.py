"""Values in a text that may be a key though nobody knows them: 32 hex digits, some UUIDs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_LOOKED_AT_FOR_NUL = 8000  # as git does to tell a text

_KEY_LENGTH = 32
_HEX_RUN = re.compile(rb"[0-9a-fA-F]{32,}+")  # as a whole, so that a long one is read once
_UUID = re.compile(rb"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
# Nothing that could be a part of a value, or an escape of JSON, of a string in code or of a URL,
# though it ends in a letter.
_BEFORE = re.compile(
    rb"(?:\A|[^0-9A-Za-z]|\\[nrtbf]|\\x[0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|%[0-9a-fA-F]{2})\Z"
)
_LONGEST_ESCAPE = len(r"\u000a")
# A token of ListenBrainz is a UUID, as the number of each artist is: only words tell them apart.
_TOKEN_WORDS = re.compile(rb"listenbrainz|token(?!i[sz])", re.IGNORECASE)
_NEAR = 200
"""Bytes on either side of a UUID that speak of it: a notebook's line may be its whole output."""


@dataclass(frozen=True, slots=True)
class Value:
    """A value that may be a key."""

    rule: str
    text: bytes
    number: int
    """Its line, from 1."""


def as_text(data: bytes) -> bytes:
    """Return `data` if it is a text, UTF-16 in bytes of its own; nothing if it is binary."""
    if data.startswith(_UTF16_MARKS):
        return data.decode("utf-16", "replace").encode()
    return b"" if b"\0" in data[:_LOOKED_AT_FOR_NUL] else data


def values_in(text: bytes, mark: bytes) -> Iterator[Value]:
    """Find what may be a key in a text, but not on a line that holds `mark`."""
    for rule, places in (("32-hex", _hex_places(text)), ("uuid", _uuid_places(text))):
        number, line_start, line_end, is_marked = 0, 0, -1, False
        for start, end in places:
            if start > line_end:  # on a line further down
                number += text.count(b"\n", line_start, start) + (line_end < 0)
                line_start = text.rfind(b"\n", line_start, start) + 1
                line_end = text.find(b"\n", end)
                line_end = line_end if line_end >= 0 else len(text)
                is_marked = text.find(mark, line_start, line_end) >= 0
            if is_marked:
                continue
            around = text[max(line_start, start - _NEAR) : min(line_end, end + _NEAR)]
            if rule == "32-hex" or _TOKEN_WORDS.search(around):
                yield Value(rule, text[start:end], number)


def _hex_places(text: bytes) -> Iterator[tuple[int, int]]:
    for run in _HEX_RUN.finditer(text):
        # More digits before it can only be the end of an escape.
        if _stands_alone(text, run.end() - _KEY_LENGTH, run.end()):
            yield run.end() - _KEY_LENGTH, run.end()


def _uuid_places(text: bytes) -> Iterator[tuple[int, int]]:
    for match in _UUID.finditer(text):
        if _stands_alone(text, *match.span()):
            yield match.span()


def _stands_alone(text: bytes, start: int, end: int) -> bool:
    before = text[max(0, start - _LONGEST_ESCAPE) : start]
    return not text[end : end + 1].isalnum() and _BEFORE.search(before) is not None
