"""Small listeners, made up play by play."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.integration.mm import Mm


def play(number: int, artist: str | None, **fields: Any) -> dict[str, Any]:
    """The record of one finished play, ten minutes after the one before."""
    ended_at = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=10 * number)
    return {
        "ts": ended_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "ms_played": 200_000,
        "conn_country": "DE",
        "master_metadata_track_name": f"Track {number % 5}",
        "master_metadata_album_artist_name": artist,
        "spotify_track_uri": "spotify:track:1",
        "reason_start": "clickrow",
        "reason_end": "trackdone",
        "shuffle": False,
        **fields,
    }


def export(mm: Mm, plays: list[dict[str, Any]]) -> None:
    """Put an export into the usual place."""
    folder = mm.home / "data" / "spotify"
    folder.mkdir(parents=True)
    (folder / "Streaming_History_Audio_2024.json").write_text(json.dumps(plays), "utf-8")


def hear(mm: Mm, *artists: str) -> None:
    """Export a listener who played these artists, the first ones most often."""
    ranked = [name for at, name in enumerate(artists) for _ in range(3 + len(artists) - at)]
    export(mm, [play(number, name) for number, name in enumerate(ranked)])
