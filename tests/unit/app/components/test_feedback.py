import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from app.components.contract import Call, Surroundings
from app.components.feedback import COMPONENT
from app.escape import md
from stores.feedback import EFFECTS, latest, read, say, take_back
from stores.lock import hold
from stores.verdicts import Verdict
from tests.unit.app.components.drawing import HOSTILE, FakeScope, call_of, drawn

NOW = datetime(2026, 11, 24, 18)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "feedback.csv"


def asked(path: Path, artist: str = "air", name: str = "Air", prefix: str = "page") -> Call:
    scope = FakeScope(Surroundings(path.with_name("w.duckdb"), path, "mm --demo"), prefix)
    return call_of(COMPONENT, scope=scope, artist=artist, name=name)


def page_of(*calls: Call) -> AppTest:
    return drawn(*((COMPONENT, call) for call in calls))


def holds(path: Path) -> dict[str, str]:
    return {artist: word.verdict.value for artist, word in latest(read(path)).items()}


def toasts(page: AppTest) -> list[str]:
    assert not page.exception
    return [toast.value for toast in page.toast]


def test_the_four_verdicts_are_there_and_none_is_chosen_while_nothing_was_said(path: Path):
    (choice,) = page_of(asked(path)).segmented_control
    assert [option.split()[-1] for option in choice.options] == ["Like", "Dislike", "it", "Block"]
    assert choice.value is None
    assert not path.exists()


@pytest.mark.parametrize("verdict", list(Verdict))
def test_choosing_keeps_the_word_and_says_what_it_does_and_when(path: Path, verdict: Verdict):
    page = page_of(asked(path))
    page.segmented_control[0].select(verdict).run()
    assert holds(path) == {"air": verdict.value}
    assert page.segmented_control[0].value is verdict
    (said,) = toasts(page)
    assert said.endswith(f"{md(f'Air; {EFFECTS[verdict]}')} (`mm --demo build`)")
    (word,) = read(path)
    assert word.artist_name == "Air"


def test_choosing_again_takes_it_back_and_what_held_before_holds(path: Path):
    say(path, Verdict.LIKE, "air", "Air", NOW)
    page = page_of(asked(path))
    assert page.segmented_control[0].value is Verdict.LIKE
    page.segmented_control[0].select(Verdict.BLOCK).run()
    page.segmented_control[0].unselect(Verdict.BLOCK).run()
    assert holds(path) == {"air": "like"}
    assert page.segmented_control[0].value is Verdict.LIKE
    assert toasts(page) == [
        md("Took back Block: Air; like holds again, and the next build sees it")
    ]
    page.segmented_control[0].unselect(Verdict.LIKE).run()
    assert holds(path) == {}
    assert page.segmented_control[0].value is None


def test_what_another_tab_or_command_said_shows_at_the_next_run(path: Path):
    page = page_of(asked(path))
    say(path, Verdict.KNOWN, "air", "Air", NOW)
    page.run()
    assert page.segmented_control[0].value is Verdict.KNOWN
    take_back(path, "air")
    page.run()
    assert page.segmented_control[0].value is None


def test_a_word_that_was_said_elsewhere_meanwhile_is_not_taken_back(path: Path):
    say(path, Verdict.LIKE, "air", "Air", NOW)
    page = page_of(asked(path))
    say(path, Verdict.BLOCK, "air", "Air", NOW + timedelta(seconds=1))
    page.segmented_control[0].unselect(Verdict.LIKE).run()
    assert holds(path) == {"air": "block"}
    assert page.segmented_control[0].value is Verdict.BLOCK
    assert toasts(page) == [md("Air: left as it is, since Block was said elsewhere meanwhile")]


def test_an_artist_that_is_there_twice_is_one_artist(path: Path):
    page = page_of(asked(path), asked(path, prefix="below"), asked(path, "moby", "Moby"))
    page.segmented_control[1].select(Verdict.LIKE).run()
    assert [choice.value for choice in page.segmented_control] == ["like", "like", None]
    page.segmented_control[0].select(Verdict.BLOCK).run()
    assert [choice.value for choice in page.segmented_control] == ["block", "block", None]
    assert holds(path) == {"air": "block"}


def test_a_damaged_file_is_named_in_one_line_and_left_alone(path: Path):
    path.parent.mkdir()
    path.write_text("said_at,verdict,artist_id,artist_name\nnever,like,air,Air\n")
    page = page_of(asked(path))
    (box,) = page.error
    assert box.value == md(f"{path}, line 2: 'never' is no time; mend or remove that line")
    assert not page.segmented_control


def test_a_file_damaged_while_the_page_is_open_is_named_too(path: Path):
    say(path, Verdict.LIKE, "air", "Air", NOW)
    page = page_of(asked(path))
    damaged = path.read_text() + "never,like,air,Air\n"
    path.write_text(damaged)
    page.segmented_control[0].select(Verdict.BLOCK).run()
    assert "line 3" in page.error[0].value
    assert not page.exception
    assert path.read_text() == damaged


def test_a_place_that_cannot_be_written_is_said_beside_the_artist(path: Path):
    path.parent.write_text("a file where the folder should be")
    page = page_of(asked(path))
    assert not page.segmented_control
    (box,) = page.error
    assert "the feedback cannot be read or kept" in box.value.replace("\\", "")


def test_a_full_disk_is_said_and_nothing_seems_kept(path: Path, monkeypatch: pytest.MonkeyPatch):
    page = page_of(asked(path))

    def full(*_: object) -> int:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr("stores.feedback.say", full)
    page.segmented_control[0].select(Verdict.LIKE).run()
    (box,) = page.error
    assert box.value == md(
        f"Air: the feedback cannot be read or kept (No space left on device): {path}"
    )
    assert page.segmented_control[0].value is None
    page.run()
    assert not page.error


def test_a_lock_that_another_holds_is_said(path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("stores.csv_log._SECONDS_TO_WAIT", 0)
    path.parent.mkdir()
    page = page_of(asked(path))
    with hold(path.with_suffix(".lock")):
        page.segmented_control[0].select(Verdict.LIKE).run()
    (box,) = page.error
    assert "is writing here" in box.value
    assert read(path) == []


def test_no_words_of_data_are_rendered(path: Path):
    page = page_of(asked(path, name=HOSTILE))
    assert page.segmented_control[0].label == f"What you say of {md(HOSTILE)}"
    page.segmented_control[0].select(Verdict.LIKE).run()
    page.segmented_control[0].unselect(Verdict.LIKE).run()
    (said,) = toasts(page)
    assert "://" not in said
    assert md(HOSTILE) in said
