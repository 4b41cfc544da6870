"""Finding the listening histories in what the user points at: a folder, an archive or one file.

Every file below a folder is looked at by its first bytes, archives included. What is plainly
something else is reported as ignored; the litter of operating systems is not even mentioned.
"""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ingest import limits
from ingest.errors import FileRefusedError, IngestError
from ingest.report import FileReport, Status
from ingest.sniff import Verdict, clean_name, judge_head
from ingest.sources import Signature, Source, open_archive, read_entry, why_unreadable

NOT_A_HISTORY = "it is no listening history"
NESTED_ARCHIVE = "it is a zip inside a zip, which is not opened: unpack it beside the other"

_ZIP_MARKS = (b"PK\x03\x04", b"PK\x05\x06")
_LITTER_FOLDER = "__MACOSX"


@dataclass(frozen=True, slots=True)
class Found:
    """What lies below a path: candidates to read, and files already judged, in one order."""

    items: tuple[Source | FileReport, ...]
    is_path_missing: bool

    @property
    def sources(self) -> list[Source]:
        """The candidates."""
        return [item for item in self.items if isinstance(item, Source)]


def find(path: Path) -> Found:
    """Look at `path`, a folder, a zip or one file, and at everything below it.

    Raises `PermissionError` when the path itself cannot be read, `IngestError` when a folder holds
    more files than any export.
    """
    if not path.exists():
        return Found((), is_path_missing=True)
    if path.is_dir():
        items = [item for file in _files_below(path) for item in _look_at(file, path)]
        return Found(tuple(items), is_path_missing=False)
    if not path.is_file():  # a pipe or a device would be waited for
        refused = FileReport(clean_name(path.name), Status.REFUSED, "it is neither file nor folder")
        return Found((refused,), is_path_missing=False)
    return Found(tuple(_look_at(path, path.parent, is_named=True)), is_path_missing=False)


def _files_below(folder: Path) -> Iterator[Path]:
    count = 0

    def fail(error: OSError) -> None:
        raise error

    for parent, folders, files in os.walk(folder, onerror=fail):
        folders[:] = sorted(name for name in folders if not _is_litter(name))
        for name in sorted(files):
            file = Path(parent, name)
            if _is_litter(name) or not file.is_file():
                continue
            count += 1
            if count > limits.MAX_FOLDER_FILES:
                raise IngestError(
                    f"{folder} holds more than {limits.MAX_FOLDER_FILES:,} files: "
                    "name the folder of the Spotify export itself"
                )
            yield file


def _is_litter(name: str) -> bool:
    return (name.startswith(".") and name != "..") or name == _LITTER_FOLDER


def _look_at(file: Path, root: Path, *, is_named: bool = False) -> Iterator[Source | FileReport]:
    """Judge one file; one that the user named is never passed over in silence."""
    shown = clean_name(file.relative_to(root).as_posix())
    try:
        signature = Signature.of(file)
        with file.open("rb") as opened:
            head = opened.read(limits.HEAD_BYTES)
    except FileNotFoundError:
        return  # went away since the folder was listed
    except OSError as error:
        yield FileReport(shown, Status.REFUSED, why_unreadable(error))
        return
    is_zip_name = file.suffix.lower() == ".zip"
    if is_zip_name or (is_named and head.startswith(_ZIP_MARKS)):
        yield from _look_into(file, signature, shown)
        return
    verdict = judge_head(head, file.name)
    if verdict is Verdict.OTHER:
        yield FileReport(shown, Status.IGNORED, NOT_A_HISTORY)
    else:
        basename = clean_name(file.name)
        yield Source(file, signature, shown, basename, None, signature.size)


def _look_into(file: Path, signature: Signature, shown: str) -> Iterator[Source | FileReport]:
    try:
        archive = open_archive(file)
    except FileRefusedError as refusal:
        yield FileReport(shown, Status.REFUSED, refusal.reason)
        return
    except OSError as error:
        yield FileReport(shown, Status.REFUSED, why_unreadable(error))
        return
    with archive:
        for place, entry in enumerate(archive.infolist()):
            parts = PurePosixPath(entry.filename.replace("\\", "/")).parts
            if entry.is_dir() or not parts or any(map(_is_litter, parts)):
                continue
            entry_shown = clean_name(f"{shown}: {PurePosixPath(*parts)}")
            basename = clean_name(parts[-1])
            try:
                verdict = _judge_entry(archive, entry, basename)
            except FileRefusedError as refusal:
                yield FileReport(entry_shown, Status.REFUSED, refusal.reason)
                continue
            if isinstance(verdict, str):
                yield FileReport(entry_shown, Status.IGNORED, verdict)
            else:
                yield Source(file, signature, entry_shown, basename, place, entry.file_size)


def _judge_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, basename: str) -> str | None:
    """Return why an entry is ignored, None if it may be a history."""
    try:
        head = read_entry(archive, entry, most=limits.HEAD_BYTES)
    except FileRefusedError:
        # What cannot be read matters only where a history may be behind it.
        if basename.lower().endswith(".json"):
            raise
        return NOT_A_HISTORY
    if head.startswith(_ZIP_MARKS) and basename.lower().endswith(".zip"):
        return NESTED_ARCHIVE
    return NOT_A_HISTORY if judge_head(head, basename) is Verdict.OTHER else None
