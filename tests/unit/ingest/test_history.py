"""The store lists, forgets and renews its files, and finishes what a kill left half done."""

import os
from datetime import datetime
from pathlib import Path

import pytest

from ingest import history as store
from ingest.errors import AmbiguousFileError, HistoryDamagedError, UnknownFileError
from ingest.history import (
    damaged_files,
    ensure,
    forget,
    forgotten_hashes,
    is_changed_since,
    list_files,
)
from ingest.kinds import Form, RejectReason, SourceKind
from ingest.report import Status
from tests.unit.ingest.exports import AUDIO_NAME, account, extended, run, stored, text_of, write

PARTS = {
    AUDIO_NAME: text_of([extended(1), None, extended(3), {"ts": "x"}]),
    "StreamingHistory0.json": text_of([account(1)]),
}


@pytest.fixture
def export(tmp_path: Path) -> Path:
    return write(tmp_path / "export", PARTS)


@pytest.fixture
def history(tmp_path: Path, export: Path) -> Path:
    run(export, tmp_path / "history")
    return tmp_path / "history"


def test_each_imported_file_is_listed_with_what_it_holds(history: Path) -> None:
    account_file, audio = list_files(history)
    assert (account_file.name, account_file.form, account_file.kind, account_file.record_count) == (
        "StreamingHistory0.json",
        Form.ACCOUNT,
        SourceKind.ACCOUNT,
        1,
    )
    assert (audio.name, audio.kind, audio.record_count) == (AUDIO_NAME, SourceKind.AUDIO, 4)
    assert audio.set_aside == {RejectReason.NOT_AN_OBJECT: 1, RejectReason.BAD_TIME: 1}
    assert audio.first_ended_at == datetime(2020, 1, 2, 0, 5, 9)
    assert audio.last_ended_at == datetime(2020, 1, 4, 0, 5, 9)
    assert audio.size == audio.path.stat().st_size


def test_a_store_that_is_not_there_yet_lists_nothing(tmp_path: Path) -> None:
    assert list_files(tmp_path / "no") == []


def test_a_damaged_file_is_named_with_what_to_do(history: Path) -> None:
    path = list_files(history)[0].path
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(HistoryDamagedError, match="is damaged: remove it, then import") as caught:
        list_files(history)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize("by", ["name", "sha256", "start", "START"])
def test_a_forgotten_file_stays_away_until_it_is_asked_for(
    by: str, history: Path, export: Path
) -> None:
    file = list_files(history)[1]
    names = {
        "name": file.name,
        "sha256": file.sha256,
        "start": file.sha256[:8],
        "START": file.sha256[:8].upper(),
    }
    before = stored(history)
    assert forget(history, names[by]) == file
    assert [left.name for left in list_files(history)] == ["StreamingHistory0.json"]

    report = run(export, history)
    assert [kept.name for kept in report.of(Status.FORGOTTEN)] == [AUDIO_NAME]
    assert not report.is_anything_imported

    revived = run(export, history, revive_forgotten=True)
    assert [back.name for back in revived.imported] == [AUDIO_NAME]
    assert stored(history) == before
    assert forgotten_hashes(history) == frozenset()
    assert len(run(export, history).of(Status.ALREADY)) == 2


def test_only_what_changes_the_plays_counts_as_a_change(history: Path, export: Path) -> None:
    def age_everything() -> None:
        for path in history.iterdir():
            os.utime(path, ns=(moment - 1, moment - 1))

    moment = 1_500_000_000_000_000_000
    assert not is_changed_since(history / "no", moment)
    assert is_changed_since(history, moment)
    age_everything()
    run(export, history)
    assert not is_changed_since(history, moment)
    forget(history, AUDIO_NAME)
    assert is_changed_since(history, moment)
    age_everything()
    run(export, history, revive_forgotten=True)
    assert is_changed_since(history, moment)
    age_everything()
    run(write(export.parent / "second", {AUDIO_NAME: text_of([extended(9)])}), history)
    assert is_changed_since(history, moment)


def test_an_unknown_name_is_an_error_that_lists_the_known_ones(history: Path) -> None:
    for name in ("nothing.json", "abc", "0" * 64):
        with pytest.raises(UnknownFileError, match=r"StreamingHistory0\.json"):
            forget(history, name)


def test_a_name_that_several_files_have_is_an_error_that_lists_them(
    history: Path, tmp_path: Path
) -> None:
    run(write(tmp_path / "second", {AUDIO_NAME: text_of([extended(9)])}), history)
    twins = [file for file in list_files(history) if file.name == AUDIO_NAME]
    with pytest.raises(AmbiguousFileError, match="several files") as caught:
        forget(history, AUDIO_NAME)
    for twin in twins:
        assert twin.sha256[:12] in str(caught.value)
    assert len(list_files(history)) == 3
    assert forget(history, twins[0].sha256[:12]) == twins[0]


def test_a_removal_that_was_killed_is_finished(history: Path, export: Path) -> None:
    file = list_files(history)[0]
    (history / "forgotten.txt").write_text(file.sha256 + "\n")
    ensure(history)
    assert file not in list_files(history)
    assert len(run(export, history).of(Status.FORGOTTEN)) == 1


def test_a_newer_parser_reads_again_what_is_still_there_and_keeps_what_is_not(
    history: Path, export: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (export / "StreamingHistory0.json").unlink()
    monkeypatch.setattr(store, "PARSER_VERSION", 2)
    report = run(export, history)
    assert [file.name for file in report.imported] == [AUDIO_NAME]
    versions = {file.name: file.path.name.split(".")[1] for file in list_files(history)}
    assert versions == {AUDIO_NAME: "v2", "StreamingHistory0.json": "v1"}
    assert sorted(path.name for path in history.glob("_empty*")) == ["_empty.v2.parquet"]
    assert len(run(export, history).of(Status.ALREADY)) == 1


def test_an_old_version_left_by_a_kill_is_removed(history: Path) -> None:
    file = list_files(history)[0]
    old = file.path.with_name(f"{file.sha256}.v0.parquet")
    old.write_bytes(file.path.read_bytes())
    ensure(history)
    assert not old.exists()
    assert file.path.exists()


def test_every_damaged_file_is_found_and_the_one_without_rows_among_them(history: Path) -> None:
    assert damaged_files(history) == []
    first, *_ = (path for path in sorted(history.glob("*.parquet")) if "_empty" not in path.name)
    empty = next(history.glob("_empty*.parquet"))
    for path in (first, empty):
        path.write_bytes(path.read_bytes()[:-9])
    assert damaged_files(history) == sorted([first, empty])
