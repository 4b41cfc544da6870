"""`mm build` with real servers in the services' places: without a key, on bad days, cut short."""

from __future__ import annotations

import secrets
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from python_engines.clients.session import open_session
from tests.integration import fault_server as play
from tests.integration.fault_server import FaultServer, Handler
from tests.integration.listeners import hear
from tests.integration.mm import NOBODY_THERE, Mm
from tests.integration.providers.key_search import needles_of
from tests.integration.providers.lookups import plan_of
from tests.integration.searching import texts_in
from tests.integration.stand_ins import (
    UNKNOWN_ARTIST,
    StandIns,
    as_json,
    good_listenbrainz,
    good_musicbrainz,
    sample_lists,
    stand_ins,
)

SEEDS = [name for name, found in sorted(sample_lists().items()) if len(found) > 4][:12]


@pytest.fixture
def brainz() -> Iterator[StandIns]:
    with stand_ins() as running:
        yield running


@pytest.fixture
def lastfm() -> Iterator[FaultServer]:
    running = FaultServer()
    yield running
    running.stop()


@pytest.fixture
def without_key(home: Path, brainz: StandIns) -> Mm:
    mm = Mm(home, brainz.env)
    hear(mm, *SEEDS)
    return mm


def asked_artists(server: FaultServer) -> list[tuple[str, str]]:
    return [(hit.form["method"], hit.artist) for hit in server.hits]


def test_without_a_key_the_sample_gets_recommendations_that_say_where_from(
    built: Mm, brainz: StandIns
) -> None:
    mm = Mm(built.home, brainz.env)
    done = mm.run("build", "--num-recs", "5")
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 6
    assert "there is no key of Last.fm, so ListenBrainz was asked" in done.stderr
    providers = mm.answer("sql", "select distinct provider from similar_artists")
    assert providers == [{"provider": "listenbrainz"}]
    rows = mm.answer("recommend", "--num-recs", "200")
    first = rows[0]
    assert first["links"]["musicbrainz"].endswith(f"/artist/{first['artist_mbid']}")
    assert (first["listeners"], first["listeners_source"]) == (40, "listenbrainz")
    assert (first["country"], first["begin_year"]) == ("Norway", 1994)
    assert first["tags"] == ["folk", "ambient"]  # and not "seen live"
    assert UNKNOWN_ARTIST not in {row["artist_mbid"] for row in rows}
    assert "[unknown]" not in {row["artist_name"] for row in rows}
    own = mm.answer(
        "sql", "select count(*) as n from artist_tags semi join dim_artists using (artist_id)"
    )
    assert own[0]["n"] >= 300

    brainz.forget()
    again = mm.run("build", "--num-recs", "5")
    assert "up to date" in again.stderr
    anew = mm.run("build", "--num-recs", "5", "--full-refresh")
    assert again.stdout == anew.stdout == done.stdout
    assert brainz.hit_count == 0
    (report,) = mm.answer("sql", "select * from run_report")
    assert (report["api_call_count"], report["is_partial"]) == (0, False)
    assert report["lookup_from_store_count"] == report["lookup_count"]

    offline = Mm(mm.home, NOBODY_THERE).run("build", "--offline", "--num-recs", "5")
    assert offline.returncode == 0
    assert offline.stdout == done.stdout
    assert "stored lists of" in offline.stderr
    assert "all fetched today" in offline.stderr


@pytest.mark.slow
def test_without_any_server_one_line_says_what_to_do(home: Path) -> None:
    mm = Mm(home, NOBODY_THERE)
    hear(mm, *SEEDS[:2])
    done = mm.run("build")
    assert (done.returncode, done.stdout) == (0, "")
    notes = [line for line in done.stderr.splitlines() if line.startswith("note: ")]
    assert (
        "note: MusicBrainz cannot be reached; what is stored is used, and the next build goes on"
        " where this one stopped" in notes
    )
    (advice,) = [note for note in notes if "no recommendations" in note]
    assert "connect and build again" in advice
    assert "mm config set similar_artists_file" in advice


@pytest.mark.slow
def test_a_cap_of_six_calls_makes_exactly_six(without_key: Mm, brainz: StandIns) -> None:
    brainz.play(play.status(503), play.status(503))
    mm = Mm(without_key.home, without_key.env | {"MM_MAX_API_CALLS_PER_SESSION": "6"})
    done = mm.run("build")
    assert done.returncode == 0, done.stderr
    assert brainz.hit_count == 6
    assert "by max_api_calls_per_session)" in done.stderr
    (report,) = mm.answer("sql", "select api_call_count, lookup_capped_count from run_report")
    assert report["api_call_count"] == 6
    assert report["lookup_capped_count"] > 0


# What happens to each artist in turn; the good ones between keep the circuit closed.
_BAD_DAYS = {
    0: play.status(500),
    2: play.status(429, Retry_After="1"),
    4: play.raw(b"<html>Sign in</html>"),
    6: play.error(29),
    8: play.reset,
    10: play.error(8),
}


def test_on_bad_days_the_build_goes_on_and_the_key_shows_nowhere(
    home: Path, brainz: StandIns, lastfm: FaultServer
) -> None:
    key = secrets.token_hex(16)
    failing = {SEEDS[at]: scene for at, scene in _BAD_DAYS.items()}

    def scene(handler: Handler) -> None:
        name = handler.hit.artist
        tries = sum(hit.artist == name for hit in lastfm.hits)
        if handler.hit.form["method"] != "artist.getSimilar":
            play.error(6)(handler)
        elif name in failing and tries < 2:
            failing[name](handler)
        else:
            play.similar(*sample_lists().get(name, ["Nobody"]))(handler)

    lastfm.play(scene)
    brainz.play(play.status(403), play.status(403))
    mm = Mm(
        home,
        brainz.env
        | {
            "LASTFM_API_KEY": key,
            "MM_LASTFM_URL": lastfm.url,
            "MM_LASTFM_CALLS_PER_SECOND": "1000",
        },
    )
    hear(mm, *SEEDS)
    done = mm.run("build", "--verbose", "--num-recs", "3")
    assert done.returncode == 0, done.stderr
    assert "MusicBrainz turned us away" in done.stderr
    statuses = mm.answer(
        "sql",
        "select status, count(*) as n from fetch_calls"
        " where provider = 'lastfm' and step = 'seeds' group by status",
    )
    assert statuses == [{"status": "ok", "n": len(SEEDS)}]
    seen = (done.stdout + done.stderr).encode()
    for path in mm.home.rglob("*"):
        if path.is_file():
            seen += "\n".join(texts_in(path)).encode()
    assert all(needle not in seen for needle in needles_of(key))


@pytest.mark.slow
def test_offline_has_all_that_was_stored_with_a_key(
    home: Path, brainz: StandIns, lastfm: FaultServer
) -> None:
    def scene(handler: Handler) -> None:
        name, method = handler.hit.artist, handler.hit.form["method"]
        if method == "artist.getSimilar":
            play.similar(*sample_lists().get(name, ["Nobody"]))(handler)
        elif method == "artist.getTopTags":
            as_json(handler, {"toptags": {"tag": [{"name": "pop", "count": 100}]}})
        elif method == "artist.getInfo":
            as_json(handler, {"artist": {"name": name, "stats": {"listeners": "77"}}})
        else:
            as_json(handler, {"toptracks": {"track": [{"name": "Start here"}]}})

    lastfm.play(scene)
    key = {"LASTFM_API_KEY": secrets.token_hex(16), "MM_LASTFM_CALLS_PER_SECOND": "1000"}
    mm = Mm(home, brainz.env | key | {"MM_LASTFM_URL": lastfm.url})
    hear(mm, *SEEDS)
    assert mm.run("build").returncode == 0
    online = mm.answer("recommend")
    assert {(row["listeners"], row["listeners_source"]) for row in online} == {(77, "lastfm")}
    assert {tuple(row["top_tracks"]) for row in online} == {("Start here",)}
    lastfm.hits.clear()
    brainz.forget()
    offline = mm.run("build", "--offline")
    assert offline.returncode == 0, offline.stderr
    assert mm.answer("recommend") == online
    assert (lastfm.hits, brainz.hit_count) == ([], 0)
    assert "partial" not in offline.stderr
    assert "no key" not in offline.stderr


@pytest.mark.slow
def test_of_two_builds_at_once_one_fetches(without_key: Mm, brainz: StandIns) -> None:
    def slowly(handler: Handler) -> None:
        time.sleep(0.05)
        good_musicbrainz(handler)

    brainz.play(slowly)
    first = without_key.start("build")
    give_up = time.monotonic() + 60
    while not brainz.musicbrainz.hits and time.monotonic() < give_up:
        time.sleep(0.02)
    hits_before = brainz.hit_count
    assert hits_before
    second = without_key.run("build", "--debug")
    assert second.returncode == 6
    assert "is writing here" in second.stderr
    assert first.wait(timeout=120) == 0
    asked = Counter(
        (hit.path, str(hit.query), str(hit.document))
        for server in (brainz.musicbrainz, brainz.listenbrainz)
        for hit in server.hits
    )
    assert max(asked.values()) == 1


@pytest.mark.slow
def test_a_build_that_is_killed_half_way_is_gone_on_with_and_asks_nobody_twice(
    without_key: Mm, brainz: StandIns
) -> None:
    def slowly(handler: Handler) -> None:
        time.sleep(0.1)
        good_listenbrainz(handler)

    brainz.play(at_listenbrainz=slowly)
    process = without_key.start("build")
    give_up = time.monotonic() + 60
    while len(brainz.listenbrainz.hits) < 6 and time.monotonic() < give_up:
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=60)
    time.sleep(0.3)  # the child that asks dies with its parent
    asked_before = [str(hit.document) for hit in brainz.listenbrainz.hits]
    assert len(asked_before) >= 6
    done = without_key.run("build")
    assert done.returncode == 0, done.stderr
    searches = Counter(hit.query["query"] for hit in brainz.musicbrainz.hits)
    assert max(searches.values()) == 1
    twice = [
        document
        for document, count in Counter(
            str(hit.document) for hit in brainz.listenbrainz.hits
        ).items()
        if count > 1 and document != "None"
    ]
    assert set(twice) <= {asked_before[-1]}  # the one that was under way


def test_the_cache_is_looked_at_and_forgotten(without_key: Mm) -> None:
    assert without_key.answer("cache", "status") == []
    # What a build does where it asks.
    with closing(open_session({**without_key.env, "MM_HOME": str(without_key.home)})) as session:
        session.fetch_similar("seeds", plan_of(*SEEDS))
    rows = without_key.answer("cache", "status")
    assert {row["provider"] for row in rows} == {"listenbrainz", "musicbrainz"}
    assert all(row["fresh_count"] == row["answer_count"] > 0 for row in rows)
    refused = without_key.run("cache", "clear")
    assert refused.returncode == 2
    assert "--yes" in refused.stderr
    assert without_key.answer("cache", "status") == rows
    done = without_key.run("cache", "clear", "--provider", "musicbrainz", "--yes")
    assert done.returncode == 0
    left = without_key.answer("cache", "status")
    assert left == [row for row in rows if row["provider"] == "listenbrainz"]
    wrong = without_key.run("cache", "clear", "--provider", "musicbrain", "--yes")
    assert wrong.returncode == 2
    assert "did you mean musicbrainz" in wrong.stderr
    assert without_key.run("cache", "clear", "--yes").returncode == 0
    assert without_key.answer("cache", "status") == []
