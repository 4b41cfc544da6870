"""How many artists the listener has, and whether a tier of their ranks can be meant."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cli.errors import ConfigurationError
from cli.variables import TIER_END, TIER_START, Said
from stores.paths import Home
from stores.warehouse import WarehouseError, read_rows

_TIER = (TIER_START, TIER_END)
_SAID_AND_SIZE = (
    "select vars_said, (select count(*) from artist_preferences) as artists from run_report"
)


def check_tier(resolved: Mapping[str, Said], artist_count: int | None = None) -> None:
    """Refuse a tier that starts after it ends or, when `artist_count` is known, beyond the library.

    A tier that only ends beyond the library is fine: it is clipped.
    """
    start, end = resolved[TIER_START], resolved[TIER_END]
    last = f" to {artist_count}, the number of your artists" if artist_count else ""
    if artist_count is not None and start.value > artist_count:
        raise ConfigurationError(
            f"{TIER_START} {start.value} ({start.source}) is beyond your library: it can be 1{last}"
        )
    if start.value > end.value:
        raise ConfigurationError(
            f"{TIER_START} {start.value} ({start.source}) is greater than {TIER_END} {end.value} "
            f"({end.source}): {TIER_START} can be 1 to {end.value}, or say a later {TIER_END} too"
        )


def library_size(warehouse: Path) -> int:
    """Return how many ranked artists a warehouse holds."""
    rows = read_rows(warehouse, "select count(*) as artists from artist_preferences")
    return int(rows[0]["artists"])


def size_that_holds(home: Home, variables: Mapping[str, Any]) -> int | None:
    """Return how many artists a new build would rank, if the present warehouse can tell.

    It can when nothing was imported or forgotten since, and no var but the tier differs.
    """
    from ingest.history import is_changed_since

    try:
        if is_changed_since(home.history, home.warehouse.stat().st_mtime_ns):
            return None
        (found,) = read_rows(home.warehouse, _SAID_AND_SIZE)
        said = json.loads(found["vars_said"])
    except (OSError, ValueError, WarehouseError):
        return None
    return int(found["artists"]) if _apart_from_tier(said) == _apart_from_tier(variables) else None


def _apart_from_tier(variables: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in variables.items() if name not in _TIER}
