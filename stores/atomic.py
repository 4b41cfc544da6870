"""Atomic writes: a reader finds the old file or the new one, never a part of either.

A file is written under a temporary name in the folder where it will live, forced to the disk, and
then renamed over its target. A process killed on the way leaves at most a temporary file, which
`remove_leftovers` clears away; an error of the disk names the path. Everything in the project that
must survive a crash is written here.
"""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from stores.disk import naming

_LEFTOVER = re.compile(r"\.mm-(?P<pid>\d+)-.*\.partial")
_written_by_us: set[str] = set()
"""Names of the temporary files of this very process, whose number a dead one may have had."""


def atomic_write(path: Path, data: bytes) -> None:
    """Write `data` to `path`, all or nothing; the file is readable by its owner only (0600).

    The folder must exist. Raises `OSError` when the disk refuses; `path` is then as it was.
    """

    def write(file: BinaryIO) -> None:
        file.write(data)

    put_in_place(write_temporary(path.parent, write), path)


def write_temporary(folder: Path, write: Callable[[BinaryIO], object]) -> Path:
    """Write a temporary file in `folder` (0600), force it to the disk, and return its path.

    `write` fills the open file. If it raises, nothing is left behind and its error goes on.
    """
    handle, name = tempfile.mkstemp(prefix=f".mm-{os.getpid()}-", suffix=".partial", dir=folder)
    temporary = Path(name)
    _written_by_us.add(temporary.name)
    try:
        with naming(folder), os.fdopen(handle, "wb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def put_in_place(temporary: Path, target: Path) -> None:
    """Rename a file written by `write_temporary` to `target`, for good even at a power loss.

    If the rename fails, the temporary file is removed and `target` is as it was.
    """
    try:
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """Force a folder's entries to the disk, so that a rename in it outlives a power loss."""
    _sync(folder)


def sync_file(path: Path) -> None:
    """Force a file's content to the disk, whoever wrote it."""
    _sync(path)


def leftovers(folder: Path) -> list[Path]:
    """Return the temporary files in a folder whose processes are gone, by name."""
    matches = ((_LEFTOVER.fullmatch(path.name), path) for path in folder.iterdir())
    return sorted(
        path for match, path in matches if match and not _is_in_use(path.name, int(match["pid"]))
    )


def remove_leftovers(folder: Path) -> int:
    """Remove the temporary files of processes that are gone; return how many there were."""
    removed = 0
    for path in leftovers(folder):
        with contextlib.suppress(FileNotFoundError):
            path.unlink()
            removed += 1
    return removed


def is_running(pid: int) -> bool:
    """Tell whether there is a process of that number which has not ended."""
    try:
        os.kill(pid, 0)
    except PermissionError:
        return True
    except (ProcessLookupError, OverflowError):
        return False
    try:
        status = Path(f"/proc/{pid}/stat").read_bytes()
    except OSError:
        return True  # a system that does not tell more
    # A killed process that its parent has not yet taken note of still has its number.
    return status.rpartition(b")")[2].split()[0] not in (b"Z", b"X")


def _is_in_use(name: str, pid: int) -> bool:
    return name in _written_by_us if pid == os.getpid() else is_running(pid)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        with naming(path):
            os.fsync(handle)
    finally:
        os.close(handle)
