"""Numbers, places and commands as a person reads or types them."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from pathlib import Path

EDIT = "${EDITOR:-nano}"
"""How a file is opened to be mended by hand."""
_NAMED = 3


def size(count: int) -> str:
    """Return bytes with a unit, such as 44.3 MB."""
    from rich.filesize import decimal

    return decimal(count)


def counted(count: int, thing: str) -> str:
    """Return a count with its thing, one or many: 1 file, 2,000 files."""
    return f"{count:,} {thing}" if count == 1 else f"{count:,} {thing}s"


def joined(names: Iterable[str]) -> str:
    """Return names with commas; of many the first few, and how many more there are."""
    listed = list(names)
    more = len(listed) - _NAMED
    return ", ".join(listed[:_NAMED]) + (f" and {more:,} more" if more > 0 else "")


def shown(path: Path) -> str:
    """Return a path as short as it can be written from here."""
    here = Path.cwd()
    if path == here or not path.is_relative_to(here):
        return str(path)
    return str(path.relative_to(here))


def typed(words: str, *paths: Path) -> str:
    """Return a command with paths behind it, quoted as a shell needs it."""
    return " ".join([words, *(shlex.quote(shown(path)) for path in paths)])
