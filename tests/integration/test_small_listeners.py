"""Listeners with hardly anything, or far too much: each gets a sensible list or a sentence, never a
traceback, whichever engines there are."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.integration.listeners import export, play, similar_file, sound_list
from tests.integration.mm import FROM_FILE, Mm, error_of

SIX = ("Armin van Buuren", "Jess Glynne", "Nelly Furtado", "Zedd", "Miley Cyrus", "Liam Payne")
MANY = 10_000


@pytest.fixture
def listener(home: Path) -> Mm:
    return Mm(home, FROM_FILE)


def test_one_artist_is_enough_for_a_list(listener: Mm) -> None:
    export(listener, [play(number, "Armin van Buuren") for number in range(40)])
    done = listener.run("build")
    assert done.returncode == 0, done.stderr
    assert "like Armin van Buuren (#1)" in done.stdout
    assert "tier_end 50 is beyond your only artist: 1 was used" in done.stderr
    assert sound_list(listener)


@pytest.mark.slow
def test_thirty_plays_of_one_day_and_one_tier_are_enough_for_a_list(listener: Mm) -> None:
    export(listener, [play(number, SIX[number % 6]) for number in range(30)])
    done = listener.run("build")
    assert done.returncode == 0, done.stderr
    days = "select distinct cast(local_started_at as date) as day from fct_plays"
    assert len(listener.answer("sql", days)) == 1
    tiers = "select artist_count from tier_distribution where artist_count > 0"
    assert listener.answer("sql", tiers) == [{"artist_count": 6}]
    assert sound_list(listener)


@pytest.mark.slow
def test_the_pages_are_well_of_who_has_played_little_and_measured_nothing(listener: Mm) -> None:
    export(listener, [play(number, SIX[number % 6]) for number in range(30)])
    assert listener.run("build").returncode == 0
    done = listener.run("pages", "check")
    assert done.returncode == 0, done.stdout


@pytest.mark.slow
def test_artists_without_any_list_get_a_sentence(listener: Mm) -> None:
    plays = [play(number, f"Nobody has heard of {number % 9}") for number in range(36)]
    export(listener, plays)
    done = listener.run("build")
    assert done.returncode == 0, done.stderr
    told = "note: no recommendations: for your artists 1 to 9 no list of similar artists"
    assert told in done.stderr
    assert sound_list(listener) == []


@pytest.mark.slow
def test_who_skips_everything_still_gets_a_list(listener: Mm) -> None:
    skips = {"ms_played": 2_000, "reason_end": "fwdbtn"}
    artists = ("Armin van Buuren", "Jess Glynne")
    export(listener, [play(number, artists[number % 2], **skips) for number in range(40)])
    done = listener.run("build")
    assert done.returncode == 0, done.stderr
    outcomes = listener.answer("sql", "select distinct outcome from fct_plays")
    assert outcomes == [{"outcome": "skipped"}]
    assert sound_list(listener)


@pytest.mark.slow
def test_ten_thousand_artists_are_not_too_many(listener: Mm) -> None:
    names = [f"Artist {at}" for at in range(MANY)]
    lists = {
        name: [
            f"New {at % 500}",
            names[(at + 1) % MANY],
            f"The {names[(at + 2) % MANY]} feat. Somebody",
            f"New {at * 7 % 500}",
            f"Rare {at % 2000}",
        ]
        for at, name in enumerate(names)
    }
    many = Mm(listener.home, similar_file(listener, lists))
    export(many, [play(at, names[at % MANY], ms_played=60_000 + at) for at in range(3 * MANY)])
    done = many.run("build", "--vars", f"tier_start:1,tier_end:{MANY}")
    assert done.returncode == 0, done.stderr
    known = many.answer("sql", "select count(*) as n from int_candidates__heard where is_excluded")
    assert known[0]["n"] >= MANY
    found = sound_list(many)
    assert len(found) == 200
    assert {row["artist_name"].split()[0] for row in found} <= {"New", "Rare"}


@pytest.mark.slow
def test_a_country_with_several_zones_is_named_and_a_collective_credit_is_no_artist(
    listener: Mm,
) -> None:
    plays = [play(number, "Jess Glynne", conn_country="US") for number in range(9)]
    plays += [play(number, "Various Artists", conn_country="US") for number in range(9, 14)]
    export(listener, plays)
    done = listener.run("build")
    assert "time zone America/New_York is a guess, US has several" in done.stderr
    ranked = listener.answer("sql", "select artist_name from artist_preferences")
    assert ranked == [{"artist_name": "Jess Glynne"}]
    assert listener.answer("sql", "select count(*) as n from fct_plays") == [{"n": 14}]
    assert listener.run("config", "set", "home_timezone", "America/Denver").returncode == 0
    again = listener.run("build")
    assert "is a guess" not in again.stderr
    clock = listener.answer("sql", "select min(local_started_at) as local from fct_plays")
    assert clock[0]["local"] == "2023-12-31T16:56:40"


def test_only_podcasts_are_refused_with_the_reason(listener: Mm) -> None:
    podcast = {"spotify_track_uri": None, "episode_name": "7", "spotify_episode_uri": "x"}
    export(listener, [play(number, None, **podcast) for number in range(5)])
    done = listener.run("build")
    assert (done.returncode, done.stdout) == (8, "")
    assert error_of(done) == "the imported files hold no plays of music; set aside: podcast 5"
    assert list((listener.home / "data").glob("*.duckdb*")) == []
