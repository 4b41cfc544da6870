"""The listener's own secrets as bytes to search for, in every common encoding."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import quote, quote_plus

SHORTEST_SECRET = 8
"""A value of fewer characters is not searched for: it would be found in every second file."""

_SPACING = b"\r\n\t \"'"


@dataclass(frozen=True, slots=True)
class Needle:
    """One form of one secret."""

    data: bytes = field(repr=False)
    hint: str
    can_be_wrapped: bool


def needles_of(secrets: Iterable[tuple[str, str]]) -> tuple[Needle, ...]:
    """Return every form of `secrets`, pairs of name and value; too short ones have none."""
    needles: dict[bytes, Needle] = {}
    for name, value in secrets:
        if len(value) >= SHORTEST_SECRET:
            for needle in _forms(name, value):
                needles.setdefault(needle.data, needle)
    return tuple(needles.values())


def hint_of(value: str) -> str:
    """Return what may be shown of a value."""
    return f"{value[:2]}… ({len(value)} characters)"


def joined(data: bytes) -> bytes:
    r"""Return `data` without line ends, also those that JSON writes as `\n`, spaces and quotes."""
    return data.replace(b"\\n", b"").translate(None, _SPACING)


def lines_with(needle: Needle, data: bytes, without_ends: bytes) -> list[int]:
    """Return the lines that hold the needle, also when it is broken over several lines.

    `without_ends` is `joined(data)`.
    """
    lines = []
    start = data.find(needle.data)
    while start >= 0:
        lines.append(data.count(b"\n", 0, start) + 1)
        end_of_line = data.find(b"\n", start + len(needle.data))
        start = data.find(needle.data, end_of_line) if end_of_line >= 0 else -1
    if lines or not needle.can_be_wrapped:
        return lines
    start = without_ends.find(joined(needle.data))
    return [] if start < 0 else [_line_at(data, start)]


def _forms(name: str, value: str) -> Iterator[Needle]:
    hint = f"{name} {hint_of(value)}"
    for text in dict.fromkeys((value, value.lower(), value.upper())):
        data = text.encode()
        escaped = "".join(f"%{byte:02x}" for byte in data)
        yield Needle(data, hint, can_be_wrapped=True)
        for form in (data.hex(), data.hex().upper()):
            yield Needle(form.encode(), f"{hint}, in hex", can_be_wrapped=True)
        for part in _base64_forms(data):
            yield Needle(part, f"{hint}, in base64", can_be_wrapped=True)
        for form in (quote(text, safe=""), quote_plus(text), escaped, escaped.upper()):
            yield Needle(form.encode(), f"{hint}, URL-encoded", can_be_wrapped=True)
        for codec in ("utf-16-le", "utf-16-be"):
            yield Needle(text.encode(codec), f"{hint}, in UTF-16", can_be_wrapped=False)


def _base64_forms(data: bytes) -> set[bytes]:
    """Return what of `data` is the same in any base64 that holds it, at each of 3 alignments.

    A character at either end that also depends on a neighbour of `data` is left out.
    """
    forms = set()
    for before in range(3):
        encoded = base64.b64encode(b"\0" * before + data)
        # Each character holds 6 bits: only those wholly inside `data` are certain.
        first = -(-before * 8 // 6)
        last = (before + len(data)) * 8 // 6
        forms |= {encoded[first:last], encoded[first:last].translate(bytes.maketrans(b"+/", b"-_"))}
    return forms


def _line_at(data: bytes, offset: int) -> int:
    """Return the line that holds the byte which is at `offset` once the lines are joined."""
    kept = 0
    lines = data.split(b"\n")
    for number, line in enumerate(lines, start=1):
        kept += len(joined(line))
        if kept > offset:
            return number
    return len(lines)
