"""Refusing to replace a warehouse by one with far fewer plays, which nobody asked for.

A history store that lost files, or a parser that reads fewer records than it did, would otherwise
cost the listener years without a word.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cli.errors import InputRefusedError
from stores.warehouse import WarehouseError, read_rows

if TYPE_CHECKING:
    from cli.context import Context
    from stores.paths import Home

LARGEST_LOSS = 0.2
"""The share of the last warehouse's plays that a build may be short of, unless it was told so."""

_NAMED = 3
# A play after a day that was said as `as_of` is left out on purpose, and there all the same.
_PLAYS = """
    select coalesce(sum(rows), 0) as plays from import_ledger
    where outcome = 'kept' or reason = 'after_as_of'
"""
_FILES = "select file, file_sha256 from int_plays__files order by file"


def is_far_fewer(before: int, after: int) -> bool:
    """Return whether so many fewer plays need a word of the listener's."""
    return after < before * (1 - LARGEST_LOSS)


def refuse_shrunken(context: Context, home: Home) -> None:
    """Raise `InputRefusedError` when the staging file has far fewer plays than the warehouse.

    A warehouse that is missing, damaged or of another version is nothing to compare with.
    """
    try:
        before, old_files = _contents(home.warehouse)
    except (WarehouseError, OSError):
        return
    after, new_files = _contents(home.staging_warehouse)
    if is_far_fewer(before, after):
        raise InputRefusedError(
            f"nothing was published: this build has {after:,} plays, the last one {before:,}"
            f"{_why(context, home, old_files, new_files)}; if that is meant, say "
            f"`{context.command('build --accept-shrink')}`"
        )


def _contents(warehouse: Path) -> tuple[int, dict[str, str]]:
    """Return the number of plays, and the name of each file of the history by its SHA-256."""
    plays = int(read_rows(warehouse, _PLAYS)[0]["plays"])
    files = read_rows(warehouse, _FILES)
    return plays, {str(row["file_sha256"]): str(row["file"]) for row in files}


def _why(context: Context, home: Home, old: dict[str, str], new: dict[str, str]) -> str:
    from ingest.history import forgotten_hashes

    gone = {sha256: name for sha256, name in old.items() if sha256 not in new}
    forgotten = forgotten_hashes(home.history)
    by_wish = [name for sha256, name in gone.items() if sha256 in forgotten]
    missing = [name for sha256, name in gone.items() if sha256 not in forgotten]
    back = f"`{context.command('import PATH')}` with your export brings"
    words = ""
    if by_wish:
        words += f"; you let it forget {_listed(by_wish)}"
    if missing:
        it = "it" if len(missing) == 1 else "them"
        words += f"; {_listed(missing)} left the history store: {back} {it} back"
    return words


def _listed(names: list[str]) -> str:
    rest = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {rest} more" if rest > 0 else "")
