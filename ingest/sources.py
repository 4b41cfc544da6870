"""One file of an export, loose or inside an archive, and how to read its bytes.

Archives are read where they are: nothing is ever extracted, entry names are only looked at, and
what counts against the limits are the bytes that really come out.
"""

from __future__ import annotations

import lzma
import os
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

from ingest import limits
from ingest.errors import FileRefusedError, InputChangedError

ENCRYPTED = "it is encrypted: unpack it with its password first"
UNKNOWN_PACKING = "it is packed by a method that cannot be read here: unpack it first"
DAMAGED_ENTRY = "its packed content is damaged: download the archive again"
DAMAGED_ARCHIVE = "the zip is damaged or cut off: download it again"
TOO_LARGE = f"it is longer than {limits.MAX_FILE_BYTES // limits.MEBIBYTE} MB"
EXPANDS = f"it unpacks to more than {limits.MAX_EXPANSION} times its size, as no history does"
TOO_MANY_ENTRIES = f"the zip has more than {limits.MAX_ARCHIVE_ENTRIES:,} entries"

_READ_BYTES = 256 * 1024
_ENCRYPTED_FLAG = 0x1
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    ValueError,
    IndexError,
    OSError,
)
"""What Python's readers raise on a damaged archive."""


@dataclass(frozen=True, slots=True)
class Signature:
    """What shows that a file on the disk is still the same."""

    device: int
    inode: int
    size: int
    modified_ns: int
    changed_ns: int

    @classmethod
    def of(cls, path: Path) -> Signature:
        """Return the signature of the file at `path`; `OSError` if there is none."""
        stat = path.stat()
        return cls(stat.st_dev, stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns)

    def is_same_content(self, other: Signature) -> bool:
        """Return whether nobody wrote to the file in between; a change of its mode is none."""
        return replace(self, changed_ns=0) == replace(other, changed_ns=0)


@dataclass(frozen=True, slots=True)
class Source:
    """A file that may be a listening history.

    `shown` is its name for people, `basename` the last part of its own name, both clean. `entry`
    is its place in the archive at `path`, None for a loose file.
    """

    path: Path
    signature: Signature
    shown: str
    basename: str
    entry: int | None
    size: int
    """Bytes to read, as declared: only good for planning."""


def read_bytes(source: Source) -> bytes:
    """Return the whole content of a source.

    Raises `FileRefusedError` when it cannot be read or goes over a limit, `InputChangedError`
    when the file on the disk is no longer the one that was found.
    """
    try:
        if source.entry is None:
            with source.path.open("rb") as file:
                data = read_capped(file, packed_bytes=None)
        else:
            with open_archive(source.path) as archive:
                data = read_entry(archive, archive.infolist()[source.entry])
    except FileNotFoundError:
        raise InputChangedError.of(source.shown) from None
    except (FileRefusedError, OSError) as error:
        refuse_if_changed(source)
        if isinstance(error, FileRefusedError):
            raise
        raise FileRefusedError(why_unreadable(error)) from None
    refuse_if_changed(source)
    return data


def refuse_if_changed(source: Source) -> None:
    """Raise `InputChangedError` unless the file on the disk is the one that was found."""
    try:
        now = Signature.of(source.path)
    except OSError:
        raise InputChangedError.of(source.shown) from None
    if not now.is_same_content(source.signature):
        raise InputChangedError.of(source.shown)


def why_unreadable(error: OSError) -> str:
    """Return the reason of a file that the system will not give."""
    if isinstance(error, PermissionError):
        return "there is no permission to read it"
    return (
        f"it cannot be read ({os.strerror(error.errno).lower()})" if error.errno else "unreadable"
    )


def open_archive(path: Path) -> zipfile.ZipFile:
    """Open a zip; `FileRefusedError` when it is damaged or has too many entries."""
    try:
        archive = zipfile.ZipFile(path)
    except (FileNotFoundError, PermissionError):
        raise
    except (*_BROKEN, NotImplementedError):
        raise FileRefusedError(DAMAGED_ARCHIVE) from None
    if len(archive.infolist()) > limits.MAX_ARCHIVE_ENTRIES:
        archive.close()
        raise FileRefusedError(TOO_MANY_ENTRIES)
    return archive


def read_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int | None = None) -> bytes:
    """Return an entry's content, or its first `most` bytes; `FileRefusedError` when it is odd."""
    if entry.flag_bits & _ENCRYPTED_FLAG:
        raise FileRefusedError(ENCRYPTED)
    if most is None:
        # A cheap look at what it declares saves reading a bomb; what comes out is counted too.
        _refuse_expansion(entry.file_size, entry.compress_size)

    def read() -> bytes:
        with archive.open(entry) as file:
            if most is not None:
                return file.read(most)
            return read_capped(file, packed_bytes=entry.compress_size)

    return _said_clearly(read)


def _said_clearly(read: Callable[[], bytes]) -> bytes:
    try:
        return read()
    except FileRefusedError:
        raise
    except NotImplementedError:
        raise FileRefusedError(UNKNOWN_PACKING) from None
    except RuntimeError:
        raise FileRefusedError(ENCRYPTED) from None
    except _BROKEN:
        raise FileRefusedError(DAMAGED_ENTRY) from None


def read_capped(file: IO[bytes], packed_bytes: int | None) -> bytes:
    """Read a stream to its end, but never much more than the limits allow."""
    data = bytearray()
    while block := file.read(_READ_BYTES):
        data += block
        if len(data) > limits.MAX_FILE_BYTES:
            raise FileRefusedError(TOO_LARGE)
        if packed_bytes is not None:
            _refuse_expansion(len(data), packed_bytes)
    return bytes(data)


def _refuse_expansion(unpacked_bytes: int, packed_bytes: int) -> None:
    is_small = unpacked_bytes <= limits.SMALL_ENTRY_BYTES
    if not is_small and unpacked_bytes > limits.MAX_EXPANSION * packed_bytes:
        raise FileRefusedError(EXPANDS)
