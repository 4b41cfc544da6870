"""Which artists were shown and when: `data/shown.csv`, one line per artist, its last time.

Written only when the listener asks to skip what was shown lately.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from stores.csv_log import CsvLog, LogDamagedError, written

_COLUMNS = ("shown_at", "artist_id", "artist_name")


def ensure(path: Path) -> None:
    """Create the file, empty with its header, if it is missing."""
    CsvLog(path, _COLUMNS).ensure()


def shown_after(path: Path, moment: datetime) -> set[str]:
    """Return the artist_id of everyone shown after `moment`, UTC without zone.

    Raises `LogDamagedError` naming file and line.
    """
    return {artist for artist, (shown_at, _) in _read(path).items() if shown_at > moment}


def remember(path: Path, artists: Iterable[tuple[str, str]], now: datetime) -> None:
    """Note that these artists (artist_id, artist_name) are shown at `now`, UTC without zone."""
    with CsvLog(path, _COLUMNS).turn():
        shown = _read(path)
        for artist_id, name in artists:
            before = shown.pop(artist_id, (now, name))[0]
            shown[artist_id] = (max(now, before), name)
        CsvLog(path, _COLUMNS).replace(
            (written(shown_at), artist_id, name) for artist_id, (shown_at, name) in shown.items()
        )


def _read(path: Path) -> dict[str, tuple[datetime, str]]:
    log = CsvLog(path, _COLUMNS)
    shown: dict[str, tuple[datetime, str]] = {}
    for number, line in log.read():
        if not line["artist_id"]:
            raise LogDamagedError(path, number, "it names no artist_id")
        moment = log.moment(number, line["shown_at"])
        shown[line["artist_id"]] = (moment, line["artist_name"])
    return shown
