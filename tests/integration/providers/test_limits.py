"""Cap, pace and the decision to leave Last.fm alone count attempts, over the whole run."""

import threading
import time
from dataclasses import replace

from python_engines.clients.pace import Timing
from tests.integration import fault_server as play
from tests.integration.providers.lookups import DAY, QUICK, log_of, plan_of, site_of


def test_a_cap_of_six_makes_exactly_six_hits(open_session, server) -> None:
    server.play(play.status(503))
    session = open_session(max_api_calls_per_session=6)
    session.fetch_similar("seeds", plan_of("A", "B", "C"))
    assert len(server.hits) == 6
    assert session.call_count == 6
    assert log_of(session) == [("failed", "none", 4), ("left", "none", 2), ("left", "none", 0)]
    assert "max_api_calls_per_session" in session.notes()[0]


def test_the_cap_counts_over_all_steps_and_the_next_run_goes_on(open_session, server) -> None:
    session = open_session(max_api_calls_per_session=3)
    session.fetch_similar("seeds", plan_of("A", "B"))
    session.fetch_similar("second_hop", plan_of("C", "D"))
    assert len(server.hits) == 3
    open_session().fetch_similar("seeds", plan_of("A", "B", "C", "D"))
    assert [hit.artist for hit in server.hits] == ["A", "B", "C", "D"]


def test_a_cap_of_nothing_asks_nothing(open_session, server) -> None:
    session = open_session(max_api_calls_per_session=0)
    session.fetch_similar("seeds", plan_of("A"))
    assert server.hits == []
    assert log_of(session) == [("left", "none", 0)]


def test_retries_keep_to_the_pace(open_session, server) -> None:
    server.play(play.status(503))
    policy = replace(QUICK, backoff_seconds=0.0)
    session = open_session(policy, timing=Timing(), lastfm=site_of(server, 20.0))
    started = time.monotonic()
    session.fetch_similar("seeds", plan_of("A", "B", "C"))
    assert len(server.hits) == 12
    assert time.monotonic() - started >= 11 / 20


def test_after_five_failed_look_ups_the_service_is_left(open_session, server) -> None:
    server.play(play.error(29))
    session = open_session()
    session.fetch_similar("seeds", plan_of(*"ABCDEFG"))
    assert len(server.hits) == 20
    assert log_of(session) == [("failed", "none", 4)] * 5 + [("left", "none", 0)] * 2


def test_one_success_closes_the_count_of_failures(open_session, server) -> None:
    bad, good = play.status(500), play.similar()
    server.play(*[bad] * 16, good, *[bad] * 16, good)
    session = open_session()
    session.fetch_similar("seeds", plan_of(*"ABCDEFGHIJ"))
    assert [row[0] for row in log_of(session)] == (["failed"] * 4 + ["ok"]) * 2


def test_without_a_network_the_run_goes_on_with_what_is_stored(open_session, server, clock) -> None:
    open_session().fetch_similar("seeds", plan_of("Known"))
    server.stop()
    clock.skipped += 31 * DAY
    session = open_session()
    lists = session.fetch_similar("seeds", plan_of("Known", "New", "Newer"))
    assert [row["is_stale"] for row in lists.to_pylist()] == [True, True]
    assert log_of(session) == [("failed", "store", 4), ("left", "none", 0), ("left", "none", 0)]
    assert session.notes()[0].startswith("Last.fm cannot be reached")


def test_threads_share_pace_cap_and_store(open_session, server) -> None:
    session = open_session(max_api_calls_per_session=10)
    plans = [plan_of(*(f"{letter}{number}" for number in range(4))) for letter in "abcd"]
    threads = [
        threading.Thread(target=session.fetch_similar, args=(f"step {at}", plan))
        for at, plan in enumerate(plans)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(server.hits) == 10
    statuses = session.call_log()["status"].to_pylist()
    assert sorted(statuses) == ["left"] * 6 + ["ok"] * 10
