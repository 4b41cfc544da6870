"""An import takes each content once, keeps nothing private, and says what became of each file."""

import shutil
import threading
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from ingest import parse
from ingest.errors import InputChangedError
from ingest.history import ensure
from ingest.kinds import RejectReason, SourceKind
from ingest.records import HISTORY_SCHEMA
from ingest.report import ImportEvent, Status
from ingest.run import import_export, last_believable_time
from ingest.sources import Signature, Source, read_bytes
from tests.unit.ingest.exports import (
    AUDIO_NAME,
    CANARIES,
    FILES,
    extended,
    run,
    stored,
    table_of,
    text_of,
    write,
    zip_of,
)


@pytest.fixture
def history(tmp_path: Path) -> Path:
    return tmp_path / "data" / "history"


@pytest.fixture
def export(tmp_path: Path) -> Path:
    return write(tmp_path / "export", FILES)


def test_folder_and_zip_and_both_together_give_the_same_store(export: Path, tmp_path: Path) -> None:
    archive = zip_of(tmp_path / "my_spotify_data.zip", FILES)
    run(export, tmp_path / "from_folder")
    run(archive, tmp_path / "from_zip")
    shutil.copy(archive, export)
    both = run(export, tmp_path / "from_both")
    assert stored(tmp_path / "from_folder") == stored(tmp_path / "from_zip")
    assert stored(tmp_path / "from_folder") == stored(tmp_path / "from_both")
    assert len(both.imported) == 3
    assert len(both.of(Status.ALREADY)) == 3
    assert all("the same content as " in file.reason for file in both.of(Status.ALREADY))


def test_the_report_counts_each_file(export: Path, history: Path) -> None:
    report = run(export, history)
    assert [(file.name.split("/")[-1], file.kind, file.records) for file in report.imported] == [
        ("StreamingHistory_music_0.json", SourceKind.ACCOUNT, 2),
        (AUDIO_NAME, SourceKind.AUDIO, 20),
        ("Streaming_History_Video_2020.json", SourceKind.VIDEO, 1),
    ]
    assert {file.name for file in report.of(Status.IGNORED)} == {
        "ReadMeFirst.pdf",
        "Spotify Account Data/Playlist1.json",
    }
    assert (report.record_count, report.set_aside, report.history_file_count) == (23, {}, 3)
    assert report.is_anything_imported
    assert not report.is_nothing_found
    assert not report.is_all_refused
    assert not report.is_history_empty


def test_importing_again_changes_no_byte(export: Path, history: Path) -> None:
    run(export, history)
    before = {name: (history / name).stat().st_mtime_ns for name in stored(history)}
    report = run(export, history)
    assert len(report.of(Status.ALREADY)) == 3
    assert not report.is_anything_imported
    assert {name: (history / name).stat().st_mtime_ns for name in stored(history)} == before


def test_a_stored_file_says_what_it_is_and_nothing_about_when_or_where(
    export: Path, history: Path
) -> None:
    (file,) = (f for f in run(export, history).imported if f.kind is SourceKind.VIDEO)
    path = history / f"{file.sha256}.v1.parquet"
    assert pq.read_schema(path).remove_metadata().equals(HISTORY_SCHEMA)
    assert pq.read_metadata(path).metadata == {
        b"mmuffin.file_sha256": file.sha256.encode(),
        b"mmuffin.file_name": b"Streaming_History_Video_2020.json",
        b"mmuffin.source_kind": b"video",
        b"mmuffin.form": b"extended",
        b"mmuffin.record_count": b"1",
        b"mmuffin.parser_version": b"1",
    }
    assert path.stat().st_mode & 0o077 == 0


def test_an_empty_store_still_has_a_file_with_the_schema(history: Path) -> None:
    ensure(history)
    empty = pq.read_table(history / "_empty.v1.parquet")
    assert empty.num_rows == 0
    assert empty.schema.remove_metadata().equals(HISTORY_SCHEMA)
    assert not pq.read_metadata(history / "_empty.v1.parquet").metadata


def test_nothing_private_reaches_any_file_or_message(tmp_path: Path, history: Path) -> None:
    broken = text_of([extended(1), extended(2, ts="bad"), extended(3, shuffle="no")])
    export = write(
        tmp_path / "export",
        FILES | {"endsong_1.json": broken, "endsong_2.json": broken[:-9], "endsong_3.json": b"x"},
    )
    events: list[ImportEvent] = []
    report = run(export, history, progress=events.append)
    said = repr(report) + repr(events)
    kept = b"".join(path.read_bytes() for path in history.iterdir()).decode("latin-1")
    values = "".join(str(pq.read_table(p).to_pylist()) for p in history.glob("*.parquet"))
    for needle in map(str, CANARIES.values()):
        assert needle not in said + kept + values
    assert "Track 2" not in said
    assert "Artist" not in said


def test_a_broken_file_is_refused_with_its_place_and_the_others_go_on(
    export: Path, history: Path
) -> None:
    text = FILES[f"Spotify Extended Streaming History/{AUDIO_NAME}"]
    write(export, {"endsong_3.json": text[:-50], "renamed.json": text[:-20] + b"\n]"})
    report = run(export, history)
    assert [(file.name, file.reason) for file in report.refused] == [
        ("endsong_3.json", parse.CUT_OFF),
        ("renamed.json", parse.NOT_JSON),
    ]
    assert all(file.place.startswith("line ") for file in report.refused)
    assert len(report.imported) == 3
    assert len(list(history.glob("*.parquet"))) == 4


def test_broken_records_are_counted_by_reason(tmp_path: Path, history: Path) -> None:
    records = [extended(1), None, {}, extended(2, ts="x"), extended(3, ts="2999-01-01T00:00:00Z")]
    path = tmp_path / "mine.json"
    path.write_bytes(text_of(records))
    report = run(path, history)
    assert report.record_count == 5
    assert report.set_aside == {
        RejectReason.NOT_AN_OBJECT: 1,
        RejectReason.MISSING_TIME: 1,
        RejectReason.BAD_TIME: 1,
        RejectReason.IN_FUTURE: 1,
    }
    assert table_of(history, report.imported[0].sha256).num_rows == 5


def test_a_file_that_speaks_only_through_its_name_is_judged_by_it(
    tmp_path: Path, history: Path
) -> None:
    write(
        tmp_path / "export",
        {"Streaming_History_Video_2012.json": b"[]", "list.json": b"[]", "endsong_0.json": b""},
    )
    found = {file.name: file for file in run(tmp_path / "export", history).files}
    taken = found["Streaming_History_Video_2012.json"]
    assert (taken.status, taken.kind, taken.records) == (Status.IMPORTED, SourceKind.VIDEO, 0)
    assert found["list.json"].status is Status.IGNORED
    assert (found["endsong_0.json"].status, found["endsong_0.json"].reason) == (
        Status.REFUSED,
        parse.EMPTY,
    )


def test_the_report_tells_nothing_found_from_all_refused(tmp_path: Path, history: Path) -> None:
    missing = run(tmp_path / "no", history)
    assert (missing.is_nothing_found, missing.is_path_missing) == (True, True)
    assert "does not exist" in missing.nothing_found_message
    others = run(write(tmp_path / "others", {"notes.txt": b"x"}), history)
    assert (others.is_nothing_found, others.is_all_refused) == (True, False)
    assert "others holds 1 other file" in others.nothing_found_message
    broken = run(write(tmp_path / "broken", {AUDIO_NAME: b"["}), history)
    assert (broken.is_nothing_found, broken.is_all_refused) == (False, True)
    assert broken.is_history_empty
    assert "\n" not in others.nothing_found_message


def test_progress_names_each_candidate_once(export: Path, history: Path) -> None:
    events: list[ImportEvent] = []
    run(export, history, progress=events.append)
    assert [event.done for event in events] == [1, 2, 3, 4]
    assert {event.total for event in events} == {4}


def test_today_is_over_when_it_is_over_everywhere(tmp_path: Path, history: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(
        text_of([extended(ts="2025-06-02T14:00:00Z"), extended(ts="2025-06-02T14:00:01Z")])
    )
    report = import_export(path, history, today=date(2025, 6, 1))
    assert report.set_aside == {RejectReason.IN_FUTURE: 1}
    assert last_believable_time(date(1969, 12, 31)) == 14 * 3600 * 1_000_000


def test_an_input_that_changes_while_it_is_read_stops_the_import(tmp_path: Path) -> None:
    path = tmp_path / AUDIO_NAME
    path.write_bytes(text_of([extended(1)]))
    source = Source(path, Signature.of(path), path.name, path.name, None, 1)
    assert read_bytes(source)
    path.write_bytes(text_of([extended(2), extended(3)]))
    with pytest.raises(InputChangedError, match=f"{AUDIO_NAME} changed while it was read"):
        read_bytes(source)
    path.unlink()
    with pytest.raises(InputChangedError):
        read_bytes(source)


def test_a_file_still_being_written_is_never_stored_in_part(tmp_path: Path, history: Path) -> None:
    export = tmp_path / "export"
    export.mkdir()
    path = export / AUDIO_NAME
    whole = text_of(map(extended, range(200)))
    path.write_bytes(b"")
    stop = threading.Event()

    def copy_slowly() -> None:
        while not stop.is_set():
            with path.open("wb") as file:
                for start in range(0, len(whole), 9_000):
                    file.write(whole[start : start + 9_000])
                    file.flush()

    writer = threading.Thread(target=copy_slowly)
    writer.start()
    try:
        for _ in range(40):
            try:
                report = run(export, history)
            except InputChangedError:
                continue
            assert {file.records for file in report.imported} <= {200}
    finally:
        stop.set()
        writer.join()
