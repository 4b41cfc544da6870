"""What a plain pandas script does: read every file, clean, rank artists by time. Nothing else.

``python benchmarks/pandas_peer.py FOLDER``
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pandas as pd

COLUMNS = [
    "ts",
    "ms_played",
    "master_metadata_track_name",
    "master_metadata_album_artist_name",
    "spotify_track_uri",
    "reason_end",
]
SHORTEST_MS = 30_000


def rank(folder: Path) -> pd.DataFrame:
    """Return artists with hours and plays, most hours first."""
    frames = []
    for file in sorted(folder.rglob("*Audio*.json")):
        with file.open(encoding="utf-8") as text:
            frames.append(pd.DataFrame(json.load(text), columns=COLUMNS))
    plays = pd.concat(frames, ignore_index=True)
    plays["ts"] = pd.to_datetime(plays["ts"], utc=True)
    plays = plays.dropna(subset=["spotify_track_uri", "master_metadata_album_artist_name"])
    plays = plays.drop_duplicates(subset=["ts", "spotify_track_uri", "ms_played"])
    plays = plays[plays["ms_played"] >= SHORTEST_MS]
    artists = plays.groupby("master_metadata_album_artist_name").agg(
        hours=("ms_played", lambda ms: ms.sum() / 3_600_000),
        plays=("ms_played", "size"),
        last_played=("ts", "max"),
    )
    return artists.sort_values("hours", ascending=False)


if __name__ == "__main__":
    ranked = rank(Path(sys.argv[1]))
    print(len(ranked), "artists,", ranked["plays"].sum(), "plays")
    print(ranked.head(10))
