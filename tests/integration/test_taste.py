"""What the listener is told about their taste, on the sample listener whose taste was planted."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from tests.integration.conftest import Demo


def test_eras_begin_where_the_taste_began_to_drift(demo: Demo, taste: dict[str, Any]):
    told = demo.mm.answer("--demo", "sql", "select start_date from taste_eras order by era_number")
    found = [quarter(era["start_date"]) for era in told][1:]
    planted = [quarter(era["start"]) for era in taste["eras"]][1:]
    # A drift takes 18 weeks, so an era may show in the quarter after it began.
    recognised = [start for start in planted if any(abs(each - start) <= 1 for each in found)]
    assert len(planted) == 5
    assert len(recognised) >= 4
    assert len(found) <= len(planted)


def quarter(day: str) -> int:
    """Number the quarters."""
    parsed = date.fromisoformat(day)
    return parsed.year * 4 + (parsed.month - 1) // 3


@pytest.mark.parametrize("habit", ["morning", "night", "weekend", "summer", "winter"])
def test_a_time_names_the_artists_that_belong_to_it(demo: Demo, taste: dict[str, Any], habit: str):
    told = demo.mm.answer(
        "--demo", "sql", f"select artists from contexts where context = '{habit}'"
    )
    named = {artist["artist_name"] for artist in told[0]["artists"]}
    assert len(named) == 5
    assert len(named & set(taste["habits"][habit]["artists"])) >= 4


def test_every_roll_up_is_a_context_and_every_period_has_an_era(demo: Demo):
    counts = demo.mm.answer(
        "--demo",
        "sql",
        "select (select count(*) from contexts) as contexts,"
        " (select count(*) from taste_periods) as periods,"
        " (select sum(period_count) from taste_eras) as periods_of_eras,"
        " (select sum(play_count) from taste_eras) as plays_of_eras,"
        " (select count(*) from fct_plays) as plays",
    )[0]
    assert counts["contexts"] == (4 + 1) * (2 + 1) * (4 + 1)
    assert counts["periods"] == counts["periods_of_eras"] > 0
    assert counts["plays"] == counts["plays_of_eras"] > 0


def test_analyze_tells_the_taste_in_sentences_that_fit_a_terminal(demo: Demo):
    done = demo.mm.run("--demo", "analyze")
    lines = done.stdout.splitlines()
    assert max(map(len, lines)) <= 100
    for start in ("Half of your hours are with", "Mornings, ", "1. March 2017 to "):
        assert any(start in line for line in lines), start


def test_times_and_eras_are_told_apart_by_their_tags(demo: Demo):
    told = demo.mm.answer(
        "--demo",
        "sql",
        "select context, leading_tags from contexts where context in ('morning', 'night')",
    )
    tags = {row["context"]: {tag["tag"] for tag in row["leading_tags"]} for row in told}
    assert len(tags["morning"]) == len(tags["night"]) == 5
    assert not tags["morning"] & tags["night"]
    eras = demo.mm.answer("--demo", "sql", "select * from taste_eras order by era_number")
    assert eras[0]["risen_tags"] == eras[0]["fallen_tags"] == []
    for before, era in pairwise(eras):
        assert era["defining_tags"][0]["tag"] != before["defining_tags"][0]["tag"]
        assert all(tag["change"] > 0 for tag in era["risen_tags"])
        assert all(tag["change"] < 0 for tag in era["fallen_tags"])
