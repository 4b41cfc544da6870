"""Which build a warehouse file is, and never two of them open in one process.

A build replaces the file while a page may be reading the old one. DuckDB shares what it has open by
path: as long as one connection of this process reads the old file, each further one reads it too,
without a word. So whoever comes with the new file in place waits until the old one is closed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Condition, get_ident


class GenerationGoneError(Exception):
    """Another file is there than the one that was asked for."""


@dataclass(frozen=True, slots=True)
class FileIdentity:
    """What tells one generation of a file from the next."""

    device: int
    inode: int
    changed_ns: int
    size: int


def identity_of(path: Path) -> FileIdentity | None:
    """Return which file is there now, or None if none is, or none that one may look at."""
    try:
        found = path.stat()
    except (FileNotFoundError, PermissionError):
        return None
    return FileIdentity(found.st_dev, found.st_ino, found.st_mtime_ns, found.st_size)


@dataclass(slots=True)
class _Opened:
    identity: FileIdentity | None
    threads: list[int] = field(default_factory=list)


_opened: dict[Path, _Opened] = {}
_changed = Condition()


@contextmanager
def one_generation(path: Path, expected: FileIdentity | None = None) -> Iterator[None]:
    """Hold the file that is there now; first wait for this process to be done with an older one.

    A thread that holds the older one itself would wait for ever: it goes on in the old one.
    Who `expected` one file and would get another does not wait for it: `GenerationGoneError`. So
    none of two readers that began together waits for the other.
    """
    path, thread = path.absolute(), get_ident()

    def is_gone() -> bool:
        return expected is not None and identity_of(path) != expected

    def may_open() -> bool:
        held = _opened.get(path)
        return held is None or thread in held.threads or held.identity == identity_of(path)

    with _changed:
        _changed.wait_for(lambda: is_gone() or may_open())
        if is_gone():
            raise GenerationGoneError
        held = _opened.setdefault(path, _Opened(identity_of(path)))
        held.threads.append(thread)
    try:
        yield
    finally:
        with _changed:
            held.threads.remove(thread)
            if not held.threads:
                del _opened[path]
                _changed.notify_all()
