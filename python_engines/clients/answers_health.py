"""Looking at the store of answers without changing it: is it whole, how large is it."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from python_engines.clients.answers import SCHEMA_VERSION, aside_of, side_files_of

_QUICK_BYTES = 50_000_000
"""A store up to this size is read whole: a fraction of a second."""


@dataclass(frozen=True, slots=True)
class StoreHealth:
    """What there is to know of the store."""

    answer_count: int
    bytes_held: int
    """On disk, side files included."""
    is_damaged: bool
    """Whether it is no whole store of this form; the next build would begin a new one."""
    aside: tuple[Path, ...]
    """Stores that were damaged earlier, with what lay beside each."""


def examine(path: Path, *, is_thorough: bool = False) -> StoreHealth:
    """Return what the store at `path` is like; nothing is made, moved or written.

    A large one is read whole only if `is_thorough`. Raises `PermissionError` when it may not be
    read, `sqlite3.OperationalError` when another process holds it.
    """
    aside = tuple(aside_of(path))
    if not path.exists():
        return StoreHealth(0, 0, is_damaged=False, aside=aside)
    os.close(os.open(path, os.O_RDONLY))  # for the operating system's own error
    bytes_held = sum(file.stat().st_size for file in side_files_of(path) if file.exists())
    is_read_whole = is_thorough or bytes_held <= _QUICK_BYTES
    try:
        count = _count(path, is_read_whole=is_read_whole)
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        count = None
    return StoreHealth(count or 0, bytes_held, is_damaged=count is None, aside=aside)


def _count(path: Path, *, is_read_whole: bool) -> int | None:
    """Return the number of answers, None if they are not to be trusted."""
    # Without a log nobody writes, and SQLite need not make the files it shares with writers.
    has_log = any(file.exists() for file in side_files_of(path)[1:])
    mode = "mode=ro" if has_log else "mode=ro&immutable=1"
    with closing(sqlite3.connect(f"file:{quote(str(path))}?{mode}", uri=True)) as connection:
        if connection.execute("pragma user_version").fetchone()[0] != SCHEMA_VERSION:
            return None
        if is_read_whole and connection.execute("pragma quick_check(1)").fetchone()[0] != "ok":
            return None
        return int(connection.execute("select count(*) from answers").fetchone()[0])
