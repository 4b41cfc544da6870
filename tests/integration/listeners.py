"""Small and odd listeners, made up play by play, and what must hold for every one of them."""

from __future__ import annotations

import csv
import json
import math
from datetime import UTC, datetime, timedelta
from typing import Any

from app.check import check_pages
from app.pages import PAGES_FOLDER
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


def similar_file(mm: Mm, lists: dict[str, list[str]]) -> dict[str, str]:
    """Write a file of similar artists; returns the environment that uses it."""
    path = mm.home.with_name("similar artists.csv")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["artist_name", "similar_artist_name"])
        writer.writerows((seed, name) for seed, names in lists.items() for name in names)
    return {"MM_PROVIDERS": "file", "MM_SIMILAR_ARTISTS_FILE": str(path)}


def sound_list(mm: Mm) -> list[dict[str, Any]]:
    """What `mm recommend` gives a listener, whichever engines there are: checked for sense.

    So are the pages, which must have words for whatever is missing.
    """
    found = mm.answer("recommend", "--num-recs", "200")
    assert [row["rank"] for row in found] == list(range(1, len(found) + 1))
    assert all(math.isfinite(row["score"]) and 0 <= row["score"] <= 1 for row in found)
    assert all(math.isfinite(row["confidence"]) and 0 <= row["confidence"] <= 1 for row in found)
    assert len({row["artist_id"] for row in found}) == len(found)
    assert check_pages(PAGES_FOLDER, mm.home / "data" / "mmuffin.duckdb") == []
    known = mm.answer("sql", "select artist_id from int_candidates__heard where is_excluded")
    assert not {row["artist_id"] for row in found} & {row["artist_id"] for row in known}
    own = {row["artist_id"] for row in mm.answer("sql", "select artist_id from artist_preferences")}
    assert {reason["seed_artist_id"] for row in found for reason in row["reasons"]} <= own
    odd = """
        select engine, artist_id from engine_candidates
        where not isfinite(score) or not isfinite(confidence)
    """
    assert mm.answer("sql", odd) == []
    return found
