"""A generated export read back: every file's bytes and records, for tests to look into."""

from __future__ import annotations

import json
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.sample_data import layout
from tests.sample_data.planted import Planted


@dataclass(frozen=True)
class Sample:
    """One generated export: its folder, its raw bytes by path, its records by path."""

    folder: Path
    planted: Planted
    raw: dict[str, bytes]
    records: dict[str, list[Any]]

    def extended(self) -> list[dict[str, Any]]:
        """Return every whole record of the extended form, video included."""
        return [
            row
            for path, rows in self.records.items()
            if not path.startswith(layout.ACCOUNT)
            for row in rows
            if isinstance(row, dict) and "ms_played" in row
        ]

    def audio(self) -> list[dict[str, Any]]:
        """Return the good records of the unpacked audio files."""
        return [
            row
            for path, rows in self.records.items()
            if "_Audio_" in path
            for row in rows
            if isinstance(row, dict) and not is_broken(row)
        ]


def is_broken(row: dict[str, Any]) -> bool:
    """Say whether a record is one of those planted broken."""
    ms, ts = row["ms_played"], row.get("ts", "")
    return (
        not isinstance(ms, int)
        or ms < 0
        or not "2010" < ts < "2100"
        or ts.startswith("2023-02-30")
        or isinstance(row["shuffle"], str)
        or isinstance(row["master_metadata_track_name"], int)
    )


def read_files(folder: Path) -> dict[str, bytes]:
    """Return path in the export → bytes, zipped files included, zips themselves not."""
    files: dict[str, bytes] = {}
    for file in sorted(folder.rglob("*")):
        if file.suffix == ".zip":
            with zipfile.ZipFile(file) as packed:
                files.update({name: packed.read(name) for name in packed.namelist()})
        elif file.is_file():
            files[file.relative_to(folder).as_posix()] = file.read_bytes()
    return files


def read_sample(folder: Path, planted: Planted) -> Sample:
    """Read an export that was generated into ``folder``."""
    raw = read_files(folder)
    return Sample(folder, planted, raw, {path: json.loads(raw[path]) for path in planted.records})
