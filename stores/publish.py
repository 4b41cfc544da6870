"""Putting a freshly built warehouse in place of the old one, all or nothing.

The new file is checked by a process of its own, since only a file read from disk anew shows what
a reader would find. Then it replaces the old one in one rename: a reader sees the old warehouse or
the new one, never a mixture, and a kill at any point leaves one of the two whole. `tests/faults`
kills it and fails the disk under it at every step.
"""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from stores.atomic import sync_file, sync_folder
from stores.disk import tells_of_full

REPORT_TABLE = "run_report"
"""The table whose single row names the build: without it a file is no finished warehouse."""
_NOT_WHOLE = 1
_NO_ROOM = 2

_WAREHOUSES_OF_ROOM = 2
"""The new file beside the old one, and as much again for what DuckDB spills on the way."""


class PublishError(Exception):
    """The new file is not whole; the old warehouse stays."""


class NotDurableError(Exception):
    """The new warehouse is in place, but the disk did not confirm it: a power cut may undo it."""


def publish(
    staging: Path, warehouse: Path, tables: Sequence[str], *, lock_descriptors: Sequence[int] = ()
) -> None:
    """Check `staging` in a fresh process and rename it to `warehouse`, in the same folder.

    `tables` are the tables without which a warehouse is not whole. The check inherits the locks:
    should it outlive this process, nobody may write the file that it reads. Raises `PublishError`
    when the check fails and `OSError` when the disk refuses, both with the old warehouse as it
    was; `NotDurableError` when only the last word of the disk is missing.
    """
    _check_in_a_fresh_process(staging, tables, lock_descriptors)
    sync_file(staging)
    # A log of the old file would be replayed into the new one.
    wal_of(warehouse).unlink(missing_ok=True)
    staging.replace(warehouse)
    try:
        sync_folder(warehouse.parent)
    except OSError as error:
        raise NotDurableError(
            f"the new warehouse is in place, but the disk did not confirm it "
            f"({os.strerror(error.errno or errno.EIO).lower()}: {warehouse.parent}): see to the "
            "disk, then build again"
        ) from None


def discard(staging: Path) -> None:
    """Remove a staging file and what DuckDB may have left beside it."""
    for path in parts_of(staging):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def parts_of(staging: Path) -> list[Path]:
    """Return what there is of a staging file: itself, its log, the folder DuckDB spills into."""
    spill = staging.with_name(staging.name + ".tmp")
    return [path for path in (staging, wal_of(staging), spill) if path.exists()]


def room_needed(warehouse: Path) -> int:
    """Return how many bytes a build needs free beside a warehouse; 0 when there is none yet."""
    return _WAREHOUSES_OF_ROOM * warehouse.stat().st_size if warehouse.exists() else 0


def wal_of(database: Path) -> Path:
    """Return where DuckDB keeps the write-ahead log of a database."""
    return database.with_name(database.name + ".wal")


def check(staging: Path, tables: Sequence[str]) -> None:
    """Fold a left-over log into the file, then read it as a reader would.

    Raises `PublishError` naming what is missing, `OSError` when folding finds no room.
    """
    import duckdb

    try:
        if wal_of(staging).exists():
            with duckdb.connect(str(staging)) as connection:
                connection.execute("checkpoint")
        if wal_of(staging).exists():
            raise PublishError("its write-ahead log could not be folded in")
        with duckdb.connect(str(staging), read_only=True) as connection:
            found = dict(
                connection.execute(
                    "select table_name, estimated_size from duckdb_tables() where not internal"
                ).fetchall()
            )
            missing = sorted(set(tables) - set(found))
            if missing:
                raise PublishError(f"it lacks the tables {', '.join(missing)}")
            for table in sorted(found):
                quoted = table.replace('"', '""')
                connection.execute(f'select count(*) from "{quoted}"').fetchone()  # noqa: S608
            reports = connection.execute(f"from {REPORT_TABLE}").fetchall()
    except duckdb.Error as error:
        if tells_of_full(str(error)):
            raise _no_room(staging) from None
        raise PublishError(f"it cannot be read ({type(error).__name__})") from None
    if len(reports) != 1:
        raise PublishError(f"{REPORT_TABLE} has {len(reports)} rows instead of one")


def _check_in_a_fresh_process(
    staging: Path, tables: Sequence[str], lock_descriptors: Sequence[int]
) -> None:
    child = subprocess.run(
        [sys.executable, "-m", "stores.publish", str(staging), *tables],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": os.environ.get("PATH", os.defpath)},
        cwd=Path(__file__).resolve().parent.parent,
        pass_fds=tuple(lock_descriptors),
    )
    if child.returncode == _NO_ROOM:
        raise _no_room(staging)
    if child.returncode != 0:
        said = child.stderr.strip().splitlines()
        reason = said[-1] if said else f"the check ended with {child.returncode}"
        raise PublishError(f"the new warehouse is not whole: {reason}")


def _no_room(staging: Path) -> OSError:
    return OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(staging.parent))


def _main(arguments: Sequence[str]) -> int:
    staging, *tables = arguments
    try:
        check(Path(staging), tables)
    except PublishError as error:
        sys.stderr.write(f"{error}\n")
        return _NOT_WHOLE
    except OSError:
        return _NO_ROOM
    return 0


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1:]))
