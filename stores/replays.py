"""Replays of the past: what a scratch warehouse holds of one cut-off, kept for the next run.

A scratch warehouse holds every play, which a replay is done with once the list is made. Only the
tables named are kept, in a small DuckDB file of their own, with a mark of all that they were made
from: as long as that is the same, nothing has to be made again.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from stores.atomic import sync_folder
from stores.publish import discard
from stores.warehouse import WarehouseError, read_rows

_MARK_TABLE = "replay_mark"
_KEEPING = ".keeping"


def mark_of(kept: Path) -> str | None:
    """Return the mark of a kept replay; None where there is none, or none that can be read."""
    try:
        rows = read_rows(kept, f"select mark from {_MARK_TABLE}")  # noqa: S608 - a constant
    except WarehouseError:
        return None
    return str(rows[0]["mark"]) if rows else None


def half_kept(folder: Path) -> list[Path]:
    """Return the files that a killed `keep` left in a folder, for `discard`."""
    return [
        path.with_name(path.name.removesuffix(".wal").removesuffix(".tmp"))
        for path in folder.glob(f"*{_KEEPING}.duckdb*")
    ]


def keep(scratch: Path, kept: Path, tables: Sequence[str], mark: str) -> None:
    """Copy `tables` of a scratch warehouse to `kept`, all or nothing, and remove the scratch.

    Raises `OSError` when the disk refuses, `duckdb.Error` when a table is not there.
    """
    import duckdb

    partial = kept.with_name(f"{kept.stem}{_KEEPING}{kept.suffix}")
    discard(partial)
    try:
        with duckdb.connect(":memory:") as connection:
            connection.execute(f"attach {_quoted(scratch)} as scratch (read_only)")
            connection.execute(f"attach {_quoted(partial)} as kept")
            for table in tables:
                connection.execute(f'create table kept."{table}" as from scratch.main."{table}"')
            connection.execute(f"create table kept.{_MARK_TABLE} as select ? as mark", [mark])
            connection.execute("checkpoint kept")
        with partial.open("rb") as file:
            os.fsync(file.fileno())
        partial.replace(kept)
    except BaseException:
        discard(partial)
        raise
    sync_folder(kept.parent)
    discard(scratch)


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
