"""Where a reader of pages puts what it finds wrong, so that one reading tells all of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches

from app.errors import PageError


@dataclass(slots=True)
class Mistakes:
    """The mistakes of one page so far."""

    file: str
    found: list[PageError] = field(default_factory=list)
    excused: set[str] = field(default_factory=set)
    """Names that a broken piece meant to define; using them is no second mistake."""
    is_whole: bool = True
    """Whether all of the page could be read, though some names in it may be unknown."""
    _told: set[tuple[str, int, str]] = field(default_factory=set)

    def add(self, line: int, message: str, file: str | None = None) -> None:
        """Note a mistake of the page, or of the query `file` that it reads."""
        self.is_whole = False
        self.add_unknown(line, message, file)

    def add_unknown(self, line: int, message: str, file: str | None = None) -> None:
        """Note a name that nothing on the page has: whoever draws the page meets it again."""
        told = (file or self.file, line, message)
        if told not in self._told:
            self._told.add(told)
            self.found.append(PageError(*told))

    def sorted(self) -> tuple[PageError, ...]:
        """Return them as a reader meets them: the page first, each file from top to bottom."""
        return tuple(sorted(self.found, key=lambda e: (e.file != self.file, e.file, e.line)))


@dataclass(frozen=True, slots=True)
class Source:
    """A piece of a page, which knows the line it starts on."""

    text: str
    first_line: int = 1

    def line(self, position: int) -> int:
        """Return the page's line of a position in the text."""
        return self.first_line + self.text.count("\n", 0, position)


def nearest(word: str, known: Iterable[str]) -> str:
    """Return `; did you mean …?` for the known name most like a word, or nothing."""
    folded = {name.casefold(): name for name in sorted(known)}
    found = get_close_matches(word.casefold(), folded, n=1, cutoff=0.6)
    return f"; did you mean {folded[found[0]]}?" if found else ""
