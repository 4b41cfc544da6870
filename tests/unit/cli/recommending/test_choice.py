from datetime import datetime, timedelta
from pathlib import Path

import pytest

from cli.recommending.choice import Wanted, choose, remember_shown, shortage
from stores import feedback
from stores.paths import Home
from stores.verdicts import Verdict
from tests.unit.cli.made_up import home_with_warehouse

NOW = datetime(2026, 11, 24, 18)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return home_with_warehouse(tmp_path / "home").settings.home


def names(home: Home, wanted: Wanted, now: datetime = NOW) -> list[str]:
    return [row["artist_name"] for row in choose(home, wanted, now).named()]


def test_the_first_of_the_list_are_shown(home: Home):
    assert names(home, Wanted(2)) == ["X", "Y"]
    assert names(home, Wanted(2, "morning")) == ["X", "Y"]
    assert names(home, Wanted(2, "winter")) == []


@pytest.mark.parametrize("verdict", list(Verdict))
def test_only_a_blocked_artist_is_gone_at_once_and_the_next_moves_up(home: Home, verdict: Verdict):
    feedback.say(home.feedback, verdict, "x", "X", NOW)
    expected = ["Y", "Z"] if verdict is Verdict.BLOCK else ["X", "Y"]
    assert names(home, Wanted(2)) == expected
    assert names(home, Wanted(1, "morning")) == expected[:1]
    feedback.take_back(home.feedback)
    assert names(home, Wanted(2)) == ["X", "Y"]


def test_who_was_shown_lately_is_skipped_only_on_request_and_comes_back(home: Home):
    skipping = Wanted(2, skip_days=7)
    first = choose(home, skipping, NOW)
    assert not home.shown.exists()
    remember_shown(home, first, NOW)
    assert names(home, skipping) == ["Z"]
    assert names(home, Wanted(2)) == ["X", "Y"]
    assert names(home, skipping, NOW + timedelta(days=8)) == ["X", "Y"]


def test_a_short_list_says_who_was_left_out(home: Home):
    wanted = Wanted(3, skip_days=1)
    assert shortage(choose(home, wanted, NOW), wanted) is None
    remember_shown(home, choose(home, Wanted(1), NOW), NOW)
    feedback.say(home.feedback, Verdict.BLOCK, "y", "Y", NOW)
    assert shortage(choose(home, wanted, NOW), wanted) == (
        "1 of the 3 asked for: the warehouse holds no more, 1 blocked left out, "
        "1 shown in the last day left out"
    )
