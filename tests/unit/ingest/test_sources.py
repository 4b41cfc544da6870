"""Archives are read in place, within limits, and each oddity ends in one clear refusal."""

import io
import resource
import struct
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest import limits, sources
from ingest.report import FileReport, Status
from tests.unit.ingest.exports import AUDIO_NAME, extended, run, stored, text_of, zip_of

HISTORY = text_of([extended(number) for number in range(50)])


def encrypted(good: bytes) -> bytes:
    data = bytearray(good)
    for mark, flags_at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + flags_at] |= 1
    return bytes(data)


def unknown_method(good: bytes) -> bytes:
    data = bytearray(good)
    for mark, method_at in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        place = data.index(mark) + method_at
        data[place : place + 2] = struct.pack("<H", 97)
    return bytes(data)


def bit_flip(good: bytes) -> bytes:
    data = bytearray(good)
    data[len(data) // 2] ^= 0x10
    return bytes(data)


def wrong_checksum(good: bytes) -> bytes:
    data = bytearray(good)
    for mark, crc_at in ((b"PK\x03\x04", 14), (b"PK\x01\x02", 16)):
        data[data.index(mark) + crc_at] ^= 1
    return bytes(data)


ODD_ZIPS: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "encrypted": (encrypted, sources.ENCRYPTED),
    "unknown method": (unknown_method, sources.UNKNOWN_PACKING),
    "bit flip": (bit_flip, sources.DAMAGED_ENTRY),
    "wrong checksum": (wrong_checksum, sources.DAMAGED_ENTRY),
    "cut off": (lambda good: good[:-30], sources.DAMAGED_ARCHIVE),
    "cut off early": (lambda good: good[:300], sources.DAMAGED_ARCHIVE),
    "empty": (lambda _: b"", sources.DAMAGED_ARCHIVE),
    "no zip at all": (lambda _: b"<html>please sign in</html>", sources.DAMAGED_ARCHIVE),
}


@pytest.mark.parametrize("case", ODD_ZIPS)
def test_an_odd_zip_is_refused_once_and_the_file_beside_it_is_taken(
    case: str, tmp_path: Path
) -> None:
    spoil, reason = ODD_ZIPS[case]
    export = tmp_path / "export"
    good = zip_of(export / "my_spotify_data.zip", {AUDIO_NAME: HISTORY})
    good.write_bytes(spoil(good.read_bytes()))
    (export / "endsong_0.json").write_bytes(text_of([extended(99)]))
    report = run(export, tmp_path / "history")
    assert [(file.status, file.reason) for file in report.refused] == [(Status.REFUSED, reason)]
    assert [file.name for file in report.imported] == ["endsong_0.json"]


def test_each_byte_of_a_zip_may_be_damaged_without_a_crash_or_a_partial_file(
    tmp_path: Path,
) -> None:
    good = zip_of(tmp_path / "a.zip", {AUDIO_NAME: text_of([extended()])}).read_bytes()
    whole = run(tmp_path / "a.zip", tmp_path / "whole").imported[0]
    for place in range(0, len(good), 7):
        spoiled = bytearray(good)
        spoiled[place] ^= 0xFF
        (tmp_path / "a.zip").write_bytes(spoiled)
        report = run(tmp_path / "a.zip", tmp_path / f"h{place}")
        assert all(file.sha256 == whole.sha256 for file in report.imported), place


def test_entries_are_never_extracted_and_odd_paths_lead_nowhere(tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    archive = zip_of(
        inside / "slip.zip",
        {"../../up/endsong_0.json": HISTORY, "/abs/endsong_1.json": text_of([extended(7)])},
    )
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    report = run(archive, tmp_path / "history")
    assert [file.name for file in report.imported] == [
        "slip.zip: ../../up/endsong_0.json",
        "slip.zip: /abs/endsong_1.json",
    ]
    after = {path for path in tmp_path.rglob("*") if path.is_file()}
    assert {path.parent for path in after - before} == {tmp_path / "history"}


def test_two_entries_of_one_name_are_both_read(tmp_path: Path) -> None:
    path = tmp_path / "twice.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(AUDIO_NAME, text_of([extended(1)]))
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr(AUDIO_NAME, text_of([extended(2)]))
    assert len(run(path, tmp_path / "history").imported) == 2


def test_a_bomb_is_refused_quickly_and_in_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    block = b" " * limits.MEBIBYTE
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive,
        archive.open("endsong_0.json", "w", force_zip64=True) as entry,
    ):
        entry.write(b"[")
        for _ in range(400):
            entry.write(block)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.monotonic()
    report = run(path, tmp_path / "history")
    assert [file.reason for file in report.files] == [sources.EXPANDS]
    assert time.monotonic() - started < 5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - peak < 100_000


def test_an_entry_that_lies_about_its_size_is_still_counted_as_it_unpacks() -> None:
    lying = io.BytesIO(b"x" * (3 * limits.MEBIBYTE))
    with pytest.raises(sources.FileRefusedError, match="unpacks to more than"):
        sources.read_capped(lying, packed_bytes=10_000)
    assert lying.tell() < 3 * limits.MEBIBYTE


def test_small_and_repetitive_is_no_bomb(tmp_path: Path) -> None:
    text = text_of([extended(1)] * 1_000)
    archive = zip_of(tmp_path / "a.zip", {AUDIO_NAME: text})
    with zipfile.ZipFile(archive) as opened:
        (entry,) = opened.infolist()
    assert len(text) < limits.SMALL_ENTRY_BYTES
    assert entry.file_size > 100 * entry.compress_size
    assert run(archive, tmp_path / "history").record_count == 1_000


def test_too_long_files_too_many_entries_and_too_large_archives_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {f"endsong_{number}.json": text_of([extended(number)]) for number in range(4)}
    archive = zip_of(tmp_path / "a.zip", files)

    def outcome(name: str) -> list[FileReport]:
        return list(run(archive, tmp_path / name).files)

    with monkeypatch.context() as patch:
        patch.setattr(limits, "MAX_FILE_BYTES", 100)
        assert {file.reason for file in outcome("long")} == {sources.TOO_LARGE}
    with monkeypatch.context() as patch:
        patch.setattr(limits, "MAX_ARCHIVE_ENTRIES", 3)
        assert [file.reason for file in outcome("many")] == [sources.TOO_MANY_ENTRIES]
    with monkeypatch.context() as patch:
        patch.setattr(limits, "MAX_ARCHIVE_BYTES", len(files["endsong_0.json"]) + 1)
        statuses = [file.status for file in outcome("large")]
        assert statuses == [Status.IMPORTED, Status.IMPORTED, Status.REFUSED, Status.REFUSED]
    with monkeypatch.context() as patch:
        patch.setattr(limits, "SMALL_ARCHIVE_BYTES", 0)
        patch.setattr(limits, "MAX_EXPANSION", 0)
        statuses = [file.status for file in outcome("bomb")]
        assert statuses == [Status.IMPORTED, Status.REFUSED, Status.REFUSED, Status.REFUSED]
    assert len(stored(tmp_path / "bomb")) == 2  # the first, and the empty one
