"""The history store: one Parquet file for each file of an export, named by its SHA-256.

The same content always gives the same file, byte for byte, so importing again or from overlapping
exports changes nothing. `v1` in a name is the version of the parser: raise `PARSER_VERSION` when a
change of the parser should show in what was imported before.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from ingest.errors import AmbiguousFileError, HistoryDamagedError, UnknownFileError
from ingest.kinds import Form, RejectReason, SourceKind
from stores.atomic import atomic_write, put_in_place, remove_leftovers, write_temporary

if TYPE_CHECKING:
    import pyarrow as pa

PARSER_VERSION = 1
"""Part of every file's name: a file of an older version is read again while its export is there."""

_METADATA = "mmuffin."
_EMPTY_STEM = "_empty"
_FORGOTTEN = "forgotten.txt"
_AHEAD = "ahead.txt"
_NAME = re.compile(r"(?P<sha256>[0-9a-f]{64}|_empty)\.v(?P<version>\d+)\.parquet")
_SHA256_START = re.compile(r"[0-9a-f]{6,64}")
_OWNER_ONLY = 0o700


@dataclass(frozen=True, slots=True)
class HistoryFile:
    """One imported file. Times are UTC without zone; `size` is in bytes, of the stored form."""

    sha256: str
    name: str
    kind: SourceKind
    form: Form
    record_count: int
    set_aside: dict[RejectReason, int]
    first_ended_at: datetime | None
    last_ended_at: datetime | None
    size: int
    path: Path


def ensure(history: Path) -> None:
    """Create the store if need be, finish what a killed process left half done, and tidy up.

    Afterwards `history` holds a file with the schema and no rows, so that readers always find one,
    no temporary file, nothing forgotten, and one version of each file.
    """
    history.mkdir(parents=True, exist_ok=True, mode=_OWNER_ONLY)
    remove_leftovers(history)
    empty = _path_of(history, _EMPTY_STEM)
    if not empty.exists():
        put_in_place(write_temporary(history, _write_empty), empty)
    forgotten = forgotten_hashes(history)
    newest = {sha256: version for sha256, version, _ in _stored(history)}  # in rising order
    for sha256, version, path in _stored(history):
        if sha256 in forgotten or version < newest[sha256]:
            path.unlink(missing_ok=True)


def known_hashes(history: Path) -> frozenset[str]:
    """Return the SHA-256 of every file that needs no reading: imported by this parser or newer."""
    return frozenset(
        sha256
        for sha256, version, _ in _stored(history)
        if version >= PARSER_VERSION and sha256 != _EMPTY_STEM
    )


def files_ahead(history: Path, latest: int) -> frozenset[str]:
    """Return the SHA-256 of every file with records after the day of its import, if that is over.

    Such a file is to be read again: the clock may have been wrong. `latest` is the last believable
    time of today, in microseconds since 1970 UTC.
    """
    return frozenset(sha256 for sha256, bound in _ahead(history).items() if bound < latest)


def note_ahead(history: Path, sha256: str, latest: int | None) -> None:
    """Remember by which `latest` a file had records `in_future`; None if it has none."""
    before = _ahead(history)
    now = {name: bound for name, bound in before.items() if name != sha256}
    if latest is not None:
        now[sha256] = latest
    if now != before:
        text = "".join(f"{name} {bound}\n" for name, bound in sorted(now.items()))
        atomic_write(history / _AHEAD, text.encode("ascii"))


def is_changed_since(history: Path, moment: int) -> bool:
    """Tell whether a file was imported, forgotten or brought back after `moment`.

    `moment` is in nanoseconds since 1970 UTC, as `st_mtime_ns`. Looking at an export without
    taking anything from it changes nothing here.
    """
    traces = [path for _, _, path in _stored(history)]
    if (removals := history / _FORGOTTEN).exists():
        traces.append(removals)
    return any(path.stat().st_mtime_ns > moment for path in traces)


def count_files(history: Path) -> int:
    """Return how many files of exports the store holds, of any version of the parser."""
    return len({sha256 for sha256, _, _ in _stored(history)} - {_EMPTY_STEM})


def write_table(
    history: Path, table: pa.Table, *, sha256: str, name: str, kind: SourceKind, form: Form
) -> Path:
    """Write a file's table under a temporary name and return that; `publish` makes it count.

    `name` is the clean last part of the file's name.
    """
    metadata = {
        "file_sha256": sha256,
        "file_name": name,
        "source_kind": kind.value,
        "form": form.value,
        "record_count": str(table.num_rows),
        "parser_version": str(PARSER_VERSION),
    }
    described = {_METADATA + key: value for key, value in metadata.items()}
    return write_temporary(history, lambda file: _write_parquet(table, described, file))


def publish(history: Path, temporary: Path, sha256: str) -> None:
    """Make a written file part of the store, in place of one by an older parser."""
    put_in_place(temporary, _path_of(history, sha256))
    for stored, version, path in _stored(history):
        if stored == sha256 and version < PARSER_VERSION:
            path.unlink(missing_ok=True)


def list_files(history: Path) -> list[HistoryFile]:
    """Return every imported file, by name; an empty list where there is no store yet.

    Raises `HistoryDamagedError` naming a file that cannot be read.
    """
    files = [
        _described(path, sha256) for sha256, _, path in _stored(history) if sha256 != _EMPTY_STEM
    ]
    return sorted(files, key=lambda file: (file.name, file.sha256))


def damaged_files(history: Path) -> list[Path]:
    """Return the stored files that cannot be read, the one without rows among them, by name."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    damaged = []
    for sha256, _, path in _stored(history):
        try:
            if sha256 == _EMPTY_STEM:
                pq.read_schema(path)
            else:
                _described(path, sha256)
        except HistoryDamagedError:
            damaged.append(path)
        except (pa.ArrowException, OSError) as error:
            if isinstance(error, PermissionError):
                raise
            damaged.append(path)
    return damaged


def forget(history: Path, name_or_sha256: str) -> HistoryFile:
    """Take one imported file out of the store, and remember not to bring it back by itself.

    It is named by its file name, or by the first six or more digits of its SHA-256. Returns what
    was removed; raises `UnknownFileError` or `AmbiguousFileError`, whose message lists the choice.
    """
    files = list_files(history)
    matching = [file for file in files if file.name == name_or_sha256]
    if not matching and _SHA256_START.fullmatch(name_or_sha256.lower()):
        matching = [file for file in files if file.sha256.startswith(name_or_sha256.lower())]
    if not matching:
        names = ", ".join(file.name for file in files) or "none"
        raise UnknownFileError(
            f"no imported file has that name or SHA-256; imported files: {names}"
        )
    if len(matching) > 1:
        choice = "; ".join(
            f"{file.sha256[:12]} ({file.name}, {file.record_count:,} records)" for file in matching
        )
        raise AmbiguousFileError(f"that means several files, name one by its SHA-256: {choice}")
    (file,) = matching
    # Remembered first: killed in between, `ensure` finishes the removal.
    _remember(history, forgotten_hashes(history) | {file.sha256})
    file.path.unlink(missing_ok=True)
    return file


def forgotten_hashes(history: Path) -> frozenset[str]:
    """Return the SHA-256 of every file that was forgotten."""
    try:
        lines = (history / _FORGOTTEN).read_text(encoding="ascii").splitlines()
    except FileNotFoundError:
        return frozenset()
    return frozenset(line.strip() for line in lines if line.strip())


def revive(history: Path, sha256: str) -> None:
    """Take a file off the list of forgotten ones, so that it can be imported again."""
    forgotten = forgotten_hashes(history)
    if sha256 in forgotten:
        _remember(history, forgotten - {sha256})


def _remember(history: Path, forgotten: Iterable[str]) -> None:
    text = "".join(f"{sha256}\n" for sha256 in sorted(forgotten))
    atomic_write(history / _FORGOTTEN, text.encode("ascii"))


def _ahead(history: Path) -> dict[str, int]:
    try:
        lines = (history / _AHEAD).read_text(encoding="ascii").splitlines()
        return {sha256: int(bound) for sha256, bound in map(str.split, lines)}
    except (FileNotFoundError, ValueError):
        return {}  # a shortcut only: such a file can be forgotten and imported again


def _path_of(history: Path, stem: str) -> Path:
    return history / f"{stem}.v{PARSER_VERSION}.parquet"


def _stored(history: Path) -> list[tuple[str, int, Path]]:
    """Return (SHA-256 or "_empty", version, path) of every stored file, versions rising."""
    if not history.is_dir():
        return []
    matches = ((_NAME.fullmatch(path.name), path) for path in history.iterdir())
    return sorted(
        (match["sha256"], int(match["version"]), path) for match, path in matches if match
    )


def _write_empty(file: BinaryIO) -> None:
    import pyarrow as pa

    from ingest.records import HISTORY_SCHEMA

    _write_parquet(pa.Table.from_batches([], schema=HISTORY_SCHEMA), {}, file)


def _write_parquet(table: pa.Table, metadata: dict[str, str], file: BinaryIO) -> None:
    import pyarrow.parquet as pq

    # Arrow's own copy of the schema would only repeat what Parquet says.
    with pq.ParquetWriter(file, table.schema, compression="zstd", store_schema=False) as writer:
        writer.write_table(table)
        if metadata:
            writer.add_key_value_metadata(metadata)


def _described(path: Path, sha256: str) -> HistoryFile:
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as stored:
            raw = stored.metadata.metadata or {}
            said = {key.decode(): value.decode() for key, value in raw.items()}
            columns = stored.read(["reject_reason", "ended_at"])
        reasons = Counter(columns["reject_reason"].drop_null().to_pylist())
        span = pc.min_max(columns["ended_at"]).as_py()
        return HistoryFile(
            sha256=sha256,
            name=said[_METADATA + "file_name"],
            kind=SourceKind(said[_METADATA + "source_kind"]),
            form=Form(said[_METADATA + "form"]),
            record_count=columns.num_rows,
            set_aside={reason: reasons[reason] for reason in RejectReason if reasons[reason]},
            first_ended_at=span["min"],
            last_ended_at=span["max"],
            size=path.stat().st_size,
            path=path,
        )
    except (pa.ArrowException, OSError, KeyError, ValueError) as error:
        if isinstance(error, PermissionError):
            raise
        raise HistoryDamagedError(
            f"{path} is damaged: remove it, then import the export again"
        ) from None
