"""The files an export consists of: names, folders, JSON as Spotify writes it, zips."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from functools import lru_cache
from json import dumps
from pathlib import Path
from typing import Any

from tests.sample_data import canaries

EXTENDED = "Spotify Extended Streaming History"
ACCOUNT = "Spotify Account Data"
OLD_ZIP = "my_spotify_data.zip"
OLD_FOLDER = "MyData"

LAYOUTS = ("folder", "zip", "flat", "extended-only", "account-only")
"""folder: as a listener would have it, an older zip beside unpacked folders. zip: everything in one
zip. flat: every file in one folder. The last two: only one of the two forms."""

_ZIP_TIME = (2025, 3, 10, 12, 0, 0)
_PDF = b"%PDF-1.4\n% a leaflet, not a history\n%%EOF\n"


@lru_cache(maxsize=200_000)
def _quoted(text: str) -> str:
    return dumps(text, ensure_ascii=False)


def _value(value: Any) -> str:
    if isinstance(value, str):
        return _quoted(value)
    return dumps(value)


def pretty_json(records: Iterable[Any]) -> bytes:
    """Write records as the exports of 2023 and later do: indented by two spaces."""
    blocks = []
    for record in records:
        if isinstance(record, dict):
            lines = ",\n".join(f'    "{key}": {_value(value)}' for key, value in record.items())
            blocks.append(f"  {{\n{lines}\n  }}")
        else:
            blocks.append(f"  {_value(record)}")
    return ("[\n" + ",\n".join(blocks) + "\n]").encode() if blocks else b"[]"


def compact_json(records: list[Any]) -> bytes:
    """Write records as the exports until 2022 do: on one line."""
    return dumps(records, ensure_ascii=False, separators=(",", ":")).encode()


def history_name(kind: str, years: tuple[str, str], number: int | None) -> str:
    """Return ``Streaming_History_<kind>_<years>[_<number>].json``."""
    first, last = years
    span = first if first == last else f"{first}-{last}"
    return f"Streaming_History_{kind}_{span}" + ("" if number is None else f"_{number}") + ".json"


def other_files() -> dict[str, bytes]:
    """Return what lies beside the history and is none: leaflets, playlists, user data."""
    account = {
        "Playlist1.json": {"playlists": [{"name": "Sunday", "items": [], "numberOfFollowers": 0}]},
        "Userdata.json": {"username": canaries.USERNAME, "email": canaries.EMAIL, "country": "DE"},
        "YourLibrary.json": {"tracks": [], "albums": [], "shows": []},
        "Inferences.json": {"inferences": []},
    }
    files = {
        f"{ACCOUNT}/{name}": dumps(content, indent=2).encode() for name, content in account.items()
    }
    files[f"{ACCOUNT}/Read_Me_First.pdf"] = _PDF
    files[f"{EXTENDED}/ReadMeFirst_ExtendedStreamingHistory.pdf"] = _PDF
    return files


def write_layout(out: Path, files: dict[str, bytes], layout: str) -> None:
    """Write ``files`` (path in the export → content) below ``out``, as ``layout`` says.

    Raises ValueError for an unknown layout.
    """
    if layout not in LAYOUTS:
        message = f"unknown layout; choose one of {', '.join(LAYOUTS)}"
        raise ValueError(message)
    out.mkdir(parents=True, exist_ok=True)
    if layout == "extended-only":
        files = {path: body for path, body in files.items() if not path.startswith(ACCOUNT)}
    if layout == "account-only":
        files = {path: body for path, body in files.items() if path.startswith(ACCOUNT)}
    if layout == "zip":
        _write_zip(out / OLD_ZIP, files)
        return
    packed = {}
    for path, body in files.items():
        folder, name = path.rsplit("/", 1)
        if layout == "flat":
            (out / name).write_bytes(body)
        elif folder == OLD_FOLDER:
            packed[path] = body
        else:
            (out / folder).mkdir(parents=True, exist_ok=True)
            (out / folder / name).write_bytes(body)
    if packed:
        _write_zip(out / OLD_ZIP, packed)


def _write_zip(file: Path, files: dict[str, bytes]) -> None:
    with zipfile.ZipFile(file, "w") as packed:
        for path in sorted(files):
            entry = zipfile.ZipInfo(path, date_time=_ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            packed.writestr(entry, files[path], compresslevel=3)
