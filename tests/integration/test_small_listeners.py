"""Listeners with hardly anything: each gets a sensible list or a sentence, never a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.integration.listeners import export, play
from tests.integration.mm import FROM_FILE, Mm, error_of


@pytest.fixture
def listener(tmp_path: Path) -> Mm:
    return Mm(tmp_path / "home", FROM_FILE)


def test_one_artist_is_enough_for_a_list(listener: Mm) -> None:
    export(listener, [play(number, "Armin van Buuren") for number in range(40)])
    done = listener.run("build")
    assert done.returncode == 0, done.stderr
    assert "like Armin van Buuren (#1)" in done.stdout
    assert "tier_end 50 is beyond your only artist: 1 was used" in done.stderr


def test_an_artist_without_any_list_gets_a_sentence(listener: Mm) -> None:
    export(listener, [play(0, "Somebody nobody has heard of")])
    done = listener.run("build")
    assert done.returncode == 0, done.stderr
    assert "note: no recommendations: for your artist 1 no list of similar artists" in done.stderr


def test_who_skips_everything_still_gets_a_list(listener: Mm) -> None:
    skips = {"ms_played": 2_000, "reason_end": "fwdbtn"}
    artists = ("Armin van Buuren", "Jess Glynne")
    export(listener, [play(number, artists[number % 2], **skips) for number in range(40)])
    assert listener.run("build").returncode == 0
    outcomes = listener.answer("sql", "select distinct outcome from fct_plays")
    assert outcomes == [{"outcome": "skipped"}]
    assert listener.answer("recommend")


def test_a_country_with_several_zones_is_named_with_the_command_that_changes_it(
    listener: Mm,
) -> None:
    export(listener, [play(number, "Jess Glynne", conn_country="US") for number in range(9)])
    done = listener.run("build")
    assert "time zone America/New_York is a guess, US has several" in done.stderr
    assert listener.run("config", "set", "home_timezone", "America/Denver").returncode == 0
    again = listener.run("build")
    assert "is a guess" not in again.stderr
    clock = listener.answer("sql", "select min(local_started_at) as local from fct_plays")
    assert clock[0]["local"] == "2023-12-31T16:56:40"


def test_only_podcasts_are_refused_with_the_reason(listener: Mm) -> None:
    podcast = {"spotify_track_uri": None, "episode_name": "7", "spotify_episode_uri": "x"}
    export(listener, [play(number, None, **podcast) for number in range(5)])
    done = listener.run("build")
    assert done.returncode == 8
    assert error_of(done) == "the imported files hold no plays of music; set aside: podcast 5"


def test_a_collective_credit_is_listening_but_no_artist(listener: Mm) -> None:
    plays = [play(number, "Various Artists") for number in range(5)]
    export(listener, [*plays, play(9, "Jess Glynne")])
    assert listener.run("build").returncode == 0
    ranked = listener.answer("sql", "select artist_name from artist_preferences")
    assert ranked == [{"artist_name": "Jess Glynne"}]
    assert listener.answer("sql", "select count(*) as n from fct_plays") == [{"n": 6}]
