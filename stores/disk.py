"""A full disk, told apart from other troubles, whoever tells of it, and with the path."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_WORDS_FOR_FULL = (
    "No space left on device",
    "Disk quota exceeded",
    "File too large",
    "database or disk is full",  # SQLite
    "failed to offload data block",  # DuckDB, when what it spills fills the disk
)


def is_full(error: OSError) -> bool:
    """Return whether an error of the operating system means that there is no room."""
    return error.errno in _FULL


def tells_of_full(message: str) -> bool:
    """Return whether a message of DuckDB, SQLite or Python tells that there was no room."""
    return any(words in message for words in _WORDS_FOR_FULL)


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Give each `OSError` from within the path it is about: that of a write or fsync has none."""
    try:
        yield
    except OSError as error:
        if error.filename is None:
            error.filename = str(path)
        raise
