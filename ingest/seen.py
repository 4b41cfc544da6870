"""What files of exports were found to be, so that an unchanged one is not read at every build.

A file is known again by where it lies and by size, inode and both of its times; nothing but hashes
is stored. The store is only a shortcut: without it everything is read again, to the same end.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable
from pathlib import Path

from ingest.history import PARSER_VERSION
from ingest.sources import Source
from stores.atomic import atomic_write

_FILE = "seen.txt"
_OTHER = "-"
_SETTLED_NS = 2_000_000_000
"""A file written to less than this before it was read may change again within the same tick."""


class Seen:
    """The SHA-256 of sources seen before, or that they are no history."""

    def __init__(self, history: Path) -> None:
        self._path = history / _FILE
        self._before = _read(self._path)
        self._now: dict[str, str] = {}
        self._started_ns = time.time_ns()

    def sha256(self, source: Source) -> str | None:
        """Return the SHA-256 of an unchanged history file, None if it must be read."""
        found = self._before.get(_key(source))
        return None if found in (None, _OTHER) else found

    def is_other(self, source: Source) -> bool:
        """Return whether an unchanged file was found to be no history."""
        return self._before.get(_key(source)) == _OTHER

    def remember(self, source: Source, sha256: str | None) -> None:
        """Note what a source was found to be: its SHA-256, or None for no history."""
        last_touched = max(source.signature.modified_ns, source.signature.changed_ns)
        if last_touched < self._started_ns - _SETTLED_NS:
            self._now[_key(source)] = sha256 or _OTHER

    def save(self) -> None:
        """Store what this run saw; what it did not see is dropped."""
        if self._now != self._before:
            text = "".join(f"{key} {found}\n" for key, found in sorted(self._now.items()))
            atomic_write(self._path, text.encode("ascii"))


def _key(source: Source) -> str:
    signature = source.signature
    parts: Iterable[object] = (
        PARSER_VERSION,
        source.path.absolute(),
        source.entry,
        source.basename,
        signature.device,
        signature.inode,
        signature.size,
        signature.modified_ns,
        signature.changed_ns,
    )
    return hashlib.sha256(repr(tuple(map(str, parts))).encode()).hexdigest()


def _read(path: Path) -> dict[str, str]:
    try:
        lines = path.read_text(encoding="ascii").splitlines()
    except (OSError, ValueError):
        return {}
    pairs = (line.split() for line in lines)
    return {pair[0]: pair[1] for pair in pairs if len(pair) == 2}
