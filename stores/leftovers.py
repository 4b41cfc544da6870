"""Clearing away what killed commands left half done, anywhere in a home.

Nothing here is ever opened again: of a half-built DuckDB file the log may lack rows without anyone
noticing. What lives on is written atomically, so nothing of a store can be among it.
"""

from __future__ import annotations

from contextlib import suppress

from stores.atomic import remove_leftovers
from stores.lock import LockHeldError, hold
from stores.paths import Home
from stores.publish import discard
from stores.replays import half_kept


def clear(home: Home) -> None:
    """Remove half-built databases and temporary files; the lock of the home must be held.

    Temporary files of processes that are still at work stay, and so does the copy of a catalogue
    that is being made.
    """
    discard(home.staging_warehouse)
    discard(home.scratch_replay)
    for path in half_kept(home.replays):
        discard(path)
    if home.catalogue.is_dir():
        with suppress(LockHeldError), hold(home.catalogue_lock):
            discard(home.catalogue_copy)
    folders = (
        *(home.root, home.config, home.data, home.history, home.evaluations),
        *(home.cache, home.output, home.logs, home.warehouse.parent),
    )
    for folder in dict.fromkeys(folders):
        # What may not be removed does not stand in anybody's way.
        with suppress(PermissionError):
            if folder.is_dir():
                remove_leftovers(folder)
