import multiprocessing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from stores import feedback, shown
from stores.csv_log import LogDamagedError
from stores.feedback import (
    EFFECTS,
    Verdict,
    Word,
    effect_of_taking_back,
    latest,
    read,
    say,
    take_back,
)

NOW = datetime(2026, 11, 24, 18, 0, 0, 123456)
HEADER = "said_at,verdict,artist_id,artist_name\n"
GOOD = '2026-11-24T18:00:00Z,like,air,"Air, the band"\n'


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "feedback.csv"


def test_a_missing_file_is_made_with_its_header_and_holds_nothing(path: Path):
    assert read(path) == []
    feedback.ensure(path)
    assert path.read_text("utf-8") == HEADER
    assert path.stat().st_mode & 0o077 == 0
    assert read(path) == []


def test_making_sure_of_the_file_leaves_what_is_there(path: Path):
    say(path, Verdict.LIKE, "air", "Air", NOW)
    before = path.read_bytes()
    feedback.ensure(path)
    assert path.read_bytes() == before


def test_the_last_word_of_an_artist_counts_and_all_are_kept(path: Path):
    say(path, Verdict.LIKE, "air", "Air", NOW)
    say(path, Verdict.KNOWN, "moby", "Moby", NOW + timedelta(seconds=1))
    say(path, Verdict.BLOCK, "air", "Air", NOW + timedelta(seconds=2))
    assert [word.verdict for word in read(path)] == ["like", "known", "block"]
    assert {key: word.verdict for key, word in latest(read(path)).items()} == {
        "air": "block",
        "moby": "known",
    }


def test_times_rise_even_when_the_clock_goes_back(path: Path):
    say(path, Verdict.LIKE, "air", "Air", NOW)
    said = say(path, Verdict.BLOCK, "air", "Air", NOW - timedelta(hours=1))
    assert said.said_at > NOW
    assert [word.verdict for word in read(path)] == ["like", "block"]


@pytest.mark.parametrize(
    "name", ['Say "Hi", Bob', "=cmd()", "Björk", "東京事変", "'", "null", "a;b", " x "]
)
def test_a_name_comes_back_as_it_was_said(path: Path, name: str):
    word = say(path, Verdict.LIKE, name.lower(), name, NOW)
    assert read(path) == [word]
    assert word.artist_name == name


def test_an_entry_is_one_line_whatever_the_name_holds(path: Path):
    say(path, Verdict.LIKE, "air", "Air\nthe\u2028band\0", NOW)
    assert len(path.read_text("utf-8").split("\n")) == 3
    assert read(path)[0].artist_name == "Air the band "


def test_what_is_said_twice_is_taken_back_once(path: Path):
    say(path, Verdict.BLOCK, "air", "Air", NOW)
    assert say(path, Verdict.BLOCK, "air", "Air", NOW + timedelta(days=1)).said_at == NOW
    take_back(path)
    assert read(path) == []


def test_taking_back_removes_the_last_word_and_the_one_before_counts_again(path: Path):
    say(path, Verdict.LIKE, "air", "Air", NOW)
    say(path, Verdict.BLOCK, "air", "Air", NOW)
    say(path, Verdict.KNOWN, "moby", "Moby", NOW)
    assert take_back(path, "air").verdict == "block"
    assert latest(read(path))["air"].verdict == "like"
    assert take_back(path).artist_id == "moby"
    assert take_back(path).artist_id == "air"
    assert take_back(path) is None
    assert take_back(path, "air") is None
    assert path.read_text("utf-8") == HEADER


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("", 1, "it is not said_at,verdict"),
        (f"{GOOD}", 1, "it is not said_at,verdict"),
        (f"{HEADER}{GOOD}2026-11-24T18:00:01Z,hate,air,Air\n", 3, "'hate' is none of like, "),
        (f"{HEADER}yesterday,like,air,Air\n", 2, "'yesterday' is no time"),
        (f"{HEADER}0001-01-01T00:00:00+05:00,like,air,Air\n", 2, "is no time"),
        (f"{HEADER}9999-12-31T23:59:59.999999Z,like,air,Air\n", 2, "is no time"),
        (f"{HEADER}{GOOD}{GOOD}", 3, "its time is not after"),
        (f"{HEADER}2026-11-24T18:00:00Z,like,air\n", 2, "3 values instead of 4"),
        (f"{HEADER}\n{GOOD}", 2, "0 values instead of 4"),
        (f"{HEADER}2026-11-24T18:00:00Z,like,,Air\n", 2, "no artist_id"),
        (f'{HEADER}2026-11-24T18:00:00Z,like,air,"Air\n', 2, "it is no CSV"),
    ],
)
def test_a_damaged_line_is_named_with_its_file(path: Path, text: str, line: int, why: str):
    path.write_text(text, "utf-8")
    with pytest.raises(LogDamagedError) as caught:
        read(path)
    assert f"{path}, line {line}: " in str(caught.value)
    assert why in str(caught.value)
    with pytest.raises(LogDamagedError):
        say(path, Verdict.LIKE, "air", "Air", NOW)
    assert path.read_text("utf-8") == text


def test_bytes_that_are_no_utf8_are_named(path: Path):
    path.write_bytes(HEADER.encode() + "2026-11-24T18:00:00Z,like,bjork,Björk\n".encode("latin-1"))
    with pytest.raises(LogDamagedError, match="line 2: it is not UTF-8"):
        read(path)


def test_a_file_that_a_spreadsheet_saved_is_read(path: Path):
    path.write_bytes(b"\xef\xbb\xbf" + (HEADER + GOOD).replace("\n", "\r\n").encode())
    assert [word.artist_name for word in read(path)] == ["Air, the band"]


def test_each_verdict_says_what_it_does_and_when():
    assert set(EFFECTS) == set(Verdict)
    assert all("next build" in effect for effect in EFFECTS.values())


@pytest.mark.parametrize(
    ("word", "before", "effect"),
    [
        ("like", None, "nothing is said of it any more, and the next build sees it"),
        ("block", None, "nothing is said of it any more, and the list may show it at once"),
        ("block", "like", "like holds again, and the next build sees it"),
        ("like", "block", "block holds again, and the next build sees it"),
    ],
)
def test_taking_a_word_back_says_what_holds_then(word: str, before: str | None, effect: str):
    last = Word(NOW, Verdict(before), "air", "Air") if before else None
    assert effect_of_taking_back(Word(NOW, Verdict(word), "air", "Air"), last) == effect


def _say_many(path: Path, name: str) -> None:
    for number in range(20):
        say(path, Verdict.LIKE, f"{name}{number}", name, NOW)


def test_writers_at_the_same_time_lose_nothing(path: Path):
    context = multiprocessing.get_context("fork")
    writers = [context.Process(target=_say_many, args=(path, name)) for name in "abc"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    assert {word.artist_id for word in read(path)} == {f"{n}{i}" for n in "abc" for i in range(20)}


def test_what_was_shown_is_remembered_once_per_artist_with_its_last_time(tmp_path: Path):
    path = tmp_path / "shown.csv"
    assert shown.shown_after(path, NOW) == set()
    shown.remember(path, [("air", "Air"), ("moby", "Moby")], NOW)
    shown.remember(path, [("air", "Air")], NOW + timedelta(days=2))
    assert shown.shown_after(path, NOW - timedelta(days=1)) == {"air", "moby"}
    assert shown.shown_after(path, NOW + timedelta(days=1)) == {"air"}
    assert len(path.read_text("utf-8").splitlines()) == 3


def test_a_damaged_line_of_what_was_shown_is_named(tmp_path: Path):
    path = tmp_path / "shown.csv"
    path.write_text("shown_at,artist_id,artist_name\nnever,air,Air\n", "utf-8")
    with pytest.raises(LogDamagedError, match=r"shown\.csv, line 2: 'never' is no time"):
        shown.shown_after(path, NOW)
