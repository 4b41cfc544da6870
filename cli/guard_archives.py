"""What lies in a zip, a tar or behind gzip: names, and the first bytes of each file.

Nothing is written out. However the archive was made, no more is unpacked than the limits say.
"""

from __future__ import annotations

import io
import tarfile
import zipfile
import zlib
from collections.abc import Iterator

LARGEST_MEMBER = 1_000_000
"""Bytes that are read of each file in an archive."""
LARGEST_SUM = 20_000_000
"""Bytes that are read of one archive in all."""

_ZIP, _GZIP = b"PK\x03\x04", b"\x1f\x8b"
_TAR = (slice(257, 262), b"ustar")
_ENCRYPTED = 0x1
_READABLE = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_AS_GZIP = 31  # zlib's word for "with gzip's header"
_BROKEN = (
    zipfile.BadZipFile, tarfile.TarError, zlib.error, EOFError, OSError, ValueError,
    NotImplementedError, RuntimeError, OverflowError,
)  # fmt: skip


def members(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """Return name and first bytes of each file in `data`; none if that is no sound archive.

    `name` is the archive's own: gzip keeps one file under it.
    """
    try:
        if data.startswith(_ZIP):
            yield from _in_zip(data)
        elif data.startswith(_GZIP):
            content = _unpacked(data)
            if _is_tar(content):
                yield from _in_tar(content)
            else:
                yield name.rpartition("/")[2].removesuffix(".gz"), content
        elif _is_tar(data):
            yield from _in_tar(data)
    except _BROKEN:
        return  # what came before the damage was looked at


def is_read_in_part(data: bytes) -> bool:
    """Whether some of an archive stays unread: too large, encrypted, damaged or of rare form."""
    if data.startswith(_GZIP):
        return len(_unpacked(data)) >= LARGEST_SUM
    if not data.startswith(_ZIP):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = archive.infolist()
    except _BROKEN:
        return True
    sizes = [info.file_size for info in files]
    return (
        sum(sizes) > LARGEST_SUM
        or max(sizes, default=0) > LARGEST_MEMBER
        or not all(_is_readable(info) for info in files)
    )


def _is_readable(info: zipfile.ZipInfo) -> bool:
    return info.compress_type in _READABLE and not info.flag_bits & _ENCRYPTED


def _in_zip(data: bytes) -> Iterator[tuple[str, bytes]]:
    left = LARGEST_SUM
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for info in archive.infolist():
            content = b""
            if left > 0 and _is_readable(info) and not info.is_dir():
                try:
                    with archive.open(info) as file:
                        content = file.read(min(LARGEST_MEMBER, left))
                except _BROKEN:
                    content = b""  # the others may be sound
            left -= len(content)
            yield info.filename, content


def _unpacked(data: bytes) -> bytes:
    parts: list[bytes] = []
    left = LARGEST_SUM
    try:
        while data.startswith(_GZIP) and left > 0:
            stream = zlib.decompressobj(_AS_GZIP)
            parts.append(stream.decompress(data, left))
            left -= len(parts[-1])
            data = stream.unused_data
    except zlib.error:
        pass  # what came before the damage counts
    return b"".join(parts)


def _is_tar(data: bytes) -> bool:
    part, magic = _TAR
    return data[part] == magic


def _in_tar(data: bytes) -> Iterator[tuple[str, bytes]]:
    left = LARGEST_SUM
    with tarfile.open(fileobj=io.BytesIO(data), mode="r:") as archive:
        for info in archive:
            size = min(info.size, LARGEST_MEMBER, left) if info.isreg() else 0
            left -= size
            yield info.name, data[info.offset_data : info.offset_data + size]
