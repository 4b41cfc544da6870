"""Small exports of every shape, for the tests of `ingest`."""

import json
import zipfile
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from ingest.report import ImportReport
from ingest.run import import_export

TODAY = date(2025, 6, 1)
AUDIO_NAME = "Streaming_History_Audio_2016-2021_0.json"

CANARIES = {
    "username": "canary-user-4711",
    "ip_addr": "203.0.113.77",
    "ip_addr_decrypted": "2001:db8::cafe:77",
    "user_agent_decrypted": "CanaryAgent/9.9",
    "city": "Canaryville",
    "region": "CanaryRegion",
    "platform": "CanaryOS 12",
    "latitude": 12.345678,
    "longitude": -98.765432,
}


def extended(number: int = 0, **changes: Any) -> dict[str, Any]:
    """Return a record of the extended form as of 2025, with canaries; `number` makes it another."""
    record = {
        "ts": f"2020-01-{number % 28 + 1:02}T{number // 28 % 24:02}:05:09Z",
        **CANARIES,
        "ms_played": 180_000 + number,
        "conn_country": "DE",
        "master_metadata_track_name": f"Track {number}",
        "master_metadata_album_artist_name": f"Artist {number % 7} é",
        "master_metadata_album_album_name": "Album",
        "spotify_track_uri": f"spotify:track:{number:022}",
        "episode_name": None,
        "episode_show_name": None,
        "spotify_episode_uri": None,
        "audiobook_title": None,
        "audiobook_uri": None,
        "audiobook_chapter_uri": None,
        "audiobook_chapter_title": None,
        "reason_start": "trackdone",
        "reason_end": "fwdbtn",
        "shuffle": True,
        "skipped": None,
        "offline": False,
        "offline_timestamp": 1_577_836_800,
        "incognito_mode": False,
    }
    return record | changes


def account(number: int = 0, **changes: Any) -> dict[str, Any]:
    """Return a music record of the account form."""
    record = {
        "endTime": f"2024-05-{number % 28 + 1:02} 18:43",
        "artistName": "Artist",
        "trackName": f"Track {number}",
        "msPlayed": 216_783,
    }
    return record | changes


def text_of(records: Iterable[object], *, indent: int | None = 2) -> bytes:
    """Return records as Spotify writes them."""
    return json.dumps(list(records), indent=indent, ensure_ascii=False).encode()


def write(folder: Path, files: Mapping[str, bytes]) -> Path:
    """Write files below a folder and return the folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def zip_of(path: Path, files: Mapping[str, bytes]) -> Path:
    """Write files into a zip and return its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def run(path: Path, history: Path, **options: Any) -> ImportReport:
    """Import with the day of these tests."""
    return import_export(path, history, today=TODAY, **options)


def table_of(history: Path, sha256: str) -> pa.Table:
    """Return what the store holds of one file."""
    return pq.read_table(history / f"{sha256}.v1.parquet")


def stored(history: Path) -> dict[str, bytes]:
    """Return every history file by name."""
    return {path.name: path.read_bytes() for path in sorted(history.glob("*.parquet"))}


FILES = {
    f"Spotify Extended Streaming History/{AUDIO_NAME}": text_of(map(extended, range(20))),
    "Spotify Extended Streaming History/Streaming_History_Video_2020.json": text_of([extended(21)]),
    "Spotify Account Data/StreamingHistory_music_0.json": text_of([account(1), account(2)]),
    "Spotify Account Data/Playlist1.json": b'{"playlists": []}',
    "ReadMeFirst.pdf": b"%PDF-1.4",
}
"""A download with both forms, a video file and what else Spotify puts beside them."""
