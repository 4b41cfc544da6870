"""What a page may do wrong, each with its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.syntax.nodes import Page


@dataclass
class PageError(Exception):
    """A mistake in a page, in one line that says what to do."""

    file: str
    """The page or query file, relative to the project: `pages/overview.md`."""
    line: int
    """Counted from 1 in that file; 0 means the file as a whole."""
    message: str

    def __str__(self) -> str:
        """Return `pages/overview.md:12: the message`."""
        return f"{self.file}:{self.line}: {self.message}"


@dataclass
class PageErrors(Exception):  # noqa: N818  # many of them
    """All mistakes found in one page, in the order of their lines."""

    errors: tuple[PageError, ...]
    page: Page | None = None
    """What can be shown all the same: where only names are unknown, each is told in its place."""

    def __str__(self) -> str:
        """Return one mistake a line."""
        return "\n".join(map(str, self.errors))
