"""How much room a build needs, and what to tell the listener when there is less."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cli.errors import DiskError
from stores.disk import is_full
from stores.paths import Home
from stores.publish import room_needed

_BYTES_PER_MB = 1_000_000
_BYTES_OF_LEAST = 64 * _BYTES_PER_MB
_TIMES_THE_HISTORY = 20
"""Without a last warehouse: how much larger than the history store the new one may get."""


def space_needed(home: Home) -> int:
    """Return roughly how many bytes a build writes beside the warehouse that is there."""
    if room := room_needed(home.warehouse):
        return room
    history = sum(path.stat().st_size for path in home.history.glob("*.parquet"))
    return _BYTES_OF_LEAST + _TIMES_THE_HISTORY * history


def check_space(home: Home) -> None:
    """Raise `DiskError` when there is less room than a build needs."""
    folder = home.warehouse.parent
    if shutil.disk_usage(folder).free < space_needed(home):
        raise _too_full(home, folder)


def disk_full(home: Home) -> OSError:
    """Return the error of a build that found no room where the warehouse lies."""
    return OSError(errno.ENOSPC, "No space left on device", str(home.warehouse.parent))


@contextmanager
def room_told(home: Home) -> Iterator[None]:
    """Turn the error of a disk that is full into one that says where, and how much is needed."""
    try:
        yield
    except OSError as error:
        if not is_full(error):
            raise
        raise _too_full(home, Path(error.filename or home.warehouse.parent)) from None


def _too_full(home: Home, where: Path) -> DiskError:
    free = shutil.disk_usage(where if where.is_dir() else where.parent).free
    return DiskError(
        f"the disk is full at {where}: a build needs about {_megabytes(space_needed(home))}, and "
        f"{free // _BYTES_PER_MB:,} MB are free; make room and run it again; the warehouse is as "
        "it was"
    )


def _megabytes(count: int) -> str:
    return f"{-(-count // _BYTES_PER_MB):,} MB"
