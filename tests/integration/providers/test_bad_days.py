"""Faults of a server: what passes is tried again, what does not is left, nothing is stored."""

import time
import tracemalloc
from email.utils import formatdate

import pytest

from python_engines.clients.http import HttpPolicy
from python_engines.clients.pace import Timing
from python_engines.clients.tables import SIMILAR_LISTS
from tests.integration import fault_server as play
from tests.integration.providers.lookups import log_of, names_of, plan_of, slow

BAD_ANSWERS = {
    "500": play.status(500),
    "503": play.status(503),
    "400": play.status(400),
    "html": play.raw(b"<html>Sign in to this network</html>"),
    "broken JSON": play.raw(b'{"similarartists": {"artist": [{"name": "Sla'),
    "not UTF-8": play.raw(b'{"similarartists": "\xff\xfe\xfd"}'),
    "deep lists": play.raw(b"[" * 200_000),
    "deep objects": play.raw(b'{"similarartists":' * 100_000),
    "a quote without end": play.raw(b'{"similarartists": "' + b'\\"[' * 100_000),
    "a list": play.document([1, 2]),
    "another shape": play.document({"artists": []}),
    "a number for a list": play.document({"similarartists": 3}),
    "entries without names": play.document({"similarartists": {"artist": [{"id": 1}]}}),
    "an odd error": play.error({"code": 6}),
    "reset": play.reset,
    "short body": play.short_body,
    "not gzip": play.raw(b"plain", Content_Encoding="gzip"),
} | {f"error {code} in 200": play.error(code) for code in (2, 8, 11, 16, 29)}


@pytest.mark.parametrize("scene", BAD_ANSWERS.values(), ids=BAD_ANSWERS)
def test_a_passing_fault_is_tried_four_times_and_never_stored(open_session, server, scene) -> None:
    server.play(scene)
    session = open_session()
    lists = session.fetch_similar("seeds", plan_of("S"))
    assert lists.num_rows == 0
    assert lists.schema == SIMILAR_LISTS
    assert log_of(session) == [("failed", "none", 4)]
    assert len(server.hits) == 4
    server.play(play.similar("Back"))
    again = open_session()
    assert names_of(again.fetch_similar("seeds", plan_of("S")), "S") == ["Back"]
    assert log_of(again) == [("ok", "network", 1)]


@pytest.mark.parametrize("scene", BAD_ANSWERS.values(), ids=BAD_ANSWERS)
def test_after_one_fault_the_answer_is_taken(open_session, server, scene) -> None:
    server.play(scene, play.similar("Back"))
    session = open_session()
    session.fetch_similar("seeds", plan_of("S"))
    assert log_of(session) == [("ok", "network", 2)]


def test_retries_wait_longer_each_time(open_session, server, clock) -> None:
    server.play(play.status(500))
    open_session().fetch_similar("seeds", plan_of("S"))
    assert [round(seconds) for seconds in clock.slept] == [1, 2, 4]


@pytest.mark.parametrize(("code", "http_status"), [(10, 200), (10, 403), (26, 200), (4, 200)])
def test_a_refused_key_stops_at_the_first_call(open_session, server, code, http_status) -> None:
    server.play(play.error(code, http_status))
    session = open_session()
    session.fetch_similar("seeds", plan_of("A", "B"))
    session.fetch_similar("second_hop", plan_of("C"))
    assert len(server.hits) == 1
    rows = session.call_log().to_pylist()
    assert [row["status"] for row in rows] == ["left", "failed", "left"]
    assert {row["detail"] for row in rows} == {"key_refused"}
    (note,) = session.notes()
    assert "refused the key from LASTFM_API_KEY" in note


def test_another_error_fails_one_look_up_only(open_session, server) -> None:
    server.play(play.error(7), play.similar("Fine"))
    session = open_session()
    session.fetch_similar("seeds", plan_of("A", "B"))
    assert log_of(session) == [("failed", "none", 1), ("ok", "network", 1)]


def test_a_pause_that_is_asked_for_is_made(open_session, server, clock) -> None:
    server.play(play.status(429, Retry_After="7"), play.similar())
    session = open_session()
    session.fetch_similar("seeds", plan_of("S"))
    assert log_of(session) == [("ok", "network", 2)]
    assert 6.5 < sum(clock.slept) <= 7.0


def test_a_pause_of_one_real_second_is_made(open_session, server) -> None:
    server.play(play.status(429, Retry_After="1"), play.similar())
    open_session(timing=Timing()).fetch_similar("seeds", plan_of("S"))
    first, second = server.hits
    assert second.at - first.at > 0.9


def test_a_pause_may_be_said_as_a_date(open_session, server, clock) -> None:
    server.play(play.status(503, Retry_After=formatdate(time.time() + 30, usegmt=True)))
    open_session(HttpPolicy(tries=2)).fetch_similar("seeds", plan_of("S"))
    assert 27 < sum(clock.slept) < 31


@pytest.mark.parametrize("header", ["86400", "61", "9" * 400])
def test_a_service_that_asks_for_a_day_is_left_for_this_run(open_session, server, header) -> None:
    server.play(play.status(429, Retry_After=header))
    session = open_session()
    session.fetch_similar("seeds", plan_of("A", "B"))
    assert len(server.hits) == 1
    assert log_of(session) == [("failed", "none", 1), ("left", "none", 0)]
    assert "long pause" in session.notes()[0]


@pytest.mark.parametrize("header", ["soon", "-5", "", "1.5.2", "٣"])
def test_a_pause_that_is_none_falls_back_to_our_own(open_session, server, clock, header) -> None:
    scene = play.status(429, Retry_After=header.encode().decode("latin-1"))
    server.play(scene, play.similar())
    session = open_session()
    session.fetch_similar("seeds", plan_of("S"))
    assert log_of(session) == [("ok", "network", 2)]
    assert [round(seconds) for seconds in clock.slept] == [1]


@pytest.mark.parametrize("code", [301, 302, 307, 308])
def test_a_redirect_carries_nothing_away(open_session, server, other_server, code) -> None:
    server.play(play.status(code, Location=other_server.url))
    session = open_session()
    session.fetch_similar("seeds", plan_of("S"))
    assert other_server.hits == []
    assert log_of(session) == [("failed", "none", 1)]
    assert session.call_log().to_pylist()[0]["detail"] == "redirected"


@pytest.mark.parametrize("scene", [play.dripping_body, play.dripping_headers])
def test_a_dripping_answer_ends_at_the_deadline(open_session, server, scene) -> None:
    server.play(scene)
    session = open_session(slow(0.4, tries=2))
    started = time.monotonic()
    session.fetch_similar("seeds", plan_of("S"))
    assert 0.8 <= time.monotonic() - started < 0.8 + 1.0  # not the ten seconds of the drip
    assert session.call_log().to_pylist()[0]["detail"] == "too_slow"


def test_a_bomb_is_not_unpacked(open_session, server) -> None:
    server.play(play.gzip_bomb(100_000_000))
    session = open_session(slow(5.0))
    tracemalloc.start()
    session.fetch_similar("seeds", plan_of("S"))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 25_000_000
    assert session.call_log().to_pylist()[0]["detail"] == "too_large"
    assert len(server.hits) == 1


def test_an_answer_of_ten_megabytes_is_not_taken(open_session, server) -> None:
    huge = {"similarartists": {"artist": play.entries("x" * 10_000_000)}}
    server.play(play.document(huge), play.similar())
    session = open_session(slow(5.0))
    session.fetch_similar("seeds", plan_of("A", "B"))
    assert log_of(session) == [("failed", "none", 1), ("ok", "network", 1)]
