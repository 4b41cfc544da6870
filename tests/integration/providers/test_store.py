"""What Last.fm said is kept: for its time, through a kill, for its owner only."""

import json
import signal
import subprocess
import sys
import time

import pytest

from python_engines.clients.errors import AnswerStoreError
from stores.paths import PROJECT_ROOT
from tests.integration import fault_server as play
from tests.integration.providers.lookups import (
    DAY,
    SkippingClock,
    log_of,
    names_of,
    plan_of,
    site_of,
)


def test_an_old_list_is_asked_for_again(open_session, server, clock) -> None:
    open_session().fetch_similar("seeds", plan_of("S"))
    server.play(play.similar("Newer"))
    clock.skipped += 29 * DAY
    open_session().fetch_similar("seeds", plan_of("S"))
    assert len(server.hits) == 1
    clock.skipped += 2 * DAY
    lists = open_session().fetch_similar("seeds", plan_of("S"))
    assert names_of(lists, "S") == ["Newer"]


def test_a_short_expiry_counts_as_a_week_and_says_so(open_session, server, clock) -> None:
    open_session().fetch_similar("seeds", plan_of("S"))
    clock.skipped += 6 * DAY
    session = open_session(cache_expiry_hours=1)
    session.fetch_similar("seeds", plan_of("S"))
    assert len(server.hits) == 1
    assert "168" in session.notes()[0]


def test_a_clock_set_back_makes_no_answer_old(open_session, server, clock) -> None:
    open_session().fetch_similar("seeds", plan_of("S"))
    clock.skipped -= 400 * DAY
    lists = open_session().fetch_similar("seeds", plan_of("S"))
    assert len(server.hits) == 1
    assert not any(row["is_stale"] for row in lists.to_pylist())


def test_offline_asks_nothing_and_gives_what_is_stored(open_session, server, clock) -> None:
    open_session().fetch_similar("seeds", plan_of("Known"))
    server.hits.clear()
    clock.skipped += 40 * DAY
    session = open_session(is_offline=True)
    lists = session.fetch_similar("seeds", plan_of("Known", "New"))
    assert server.hits == []
    assert [row["is_stale"] for row in lists.to_pylist()] == [True, True]
    assert log_of(session) == [("ok", "store", 0), ("offline", "none", 0)]


def test_without_caching_each_run_asks_once_and_still_stores(open_session, server) -> None:
    for _ in range(2):
        session = open_session(enable_caching=False)
        session.fetch_similar("seeds", plan_of("S"))
        session.fetch_similar("second_hop", plan_of("S"))
    assert len(server.hits) == 2
    cached = open_session()
    cached.fetch_similar("seeds", plan_of("S"))
    assert len(server.hits) == 2


def test_an_interrupted_fetch_goes_on_where_it_stopped(open_session, server, clock) -> None:
    session = open_session(lastfm=site_of(server, 1.0))

    def interrupt(seconds: float) -> None:
        clock.skipped += seconds
        if len(server.hits) == 3:
            raise KeyboardInterrupt

    clock.sleep = interrupt
    interrupted = open_session(timing=clock.timing, lastfm=site_of(server, 1.0))
    with pytest.raises(KeyboardInterrupt):
        interrupted.fetch_similar("seeds", plan_of(*"ABCDE"))
    assert log_of(interrupted) == [("ok", "network", 1)] * 3
    clock.sleep = SkippingClock.sleep.__get__(clock)
    session.fetch_similar("seeds", plan_of(*"ABCDE"))
    assert sorted(hit.artist for hit in server.hits) == list("ABCDE")


_CHILD = """
import json, sys
import pandas as pd
from python_engines.clients.session import open_session
names = [f"Artist {number}" for number in range(60)]
plan = pd.DataFrame({"lookup_rank": range(60), "artist_id": names, "artist_name": names})
plan = plan.assign(purpose="tier", call_share_until=1.0)
open_session(json.loads(sys.stdin.readline())).fetch_similar("seeds", plan)
"""


def test_a_killed_process_loses_no_answer_it_had(open_session, server, settings, key, tmp_path):
    env = {
        "LASTFM_API_KEY": key,
        "MM_HOME": str(tmp_path),
        "MM_PROVIDERS": "lastfm",
        "MM_LASTFM_URL": server.url,
        "MM_LASTFM_CALLS_PER_SECOND": "100",
    }
    child = subprocess.Popen(
        [sys.executable, "-c", _CHILD],
        stdin=subprocess.PIPE,
        cwd=PROJECT_ROOT,
        text=True,
    )
    assert child.stdin is not None
    child.stdin.write(json.dumps(env) + "\n")
    child.stdin.flush()
    give_up = time.monotonic() + 30
    while len(server.hits) < 20 and child.poll() is None and time.monotonic() < give_up:
        time.sleep(0.002)
    child.send_signal(signal.SIGKILL)
    assert child.wait() == -signal.SIGKILL
    child.stdin.close()
    hit_before = [hit.artist for hit in server.hits]
    assert len(hit_before) >= 20
    server.hits.clear()
    names = [f"Artist {number}" for number in range(60)]
    session = open_session()
    lists = session.fetch_similar("seeds", plan_of(*names))
    assert lists.num_rows == 120
    again = {hit.artist for hit in server.hits} & set(hit_before)
    assert again <= {hit_before[-1]}


def test_a_full_or_forbidden_disk_is_one_line_without_key(
    open_session, settings, tmp_path, key
) -> None:
    settings.answers.parent.parent.joinpath("cache").write_text("a file where a folder should be")
    session = open_session()
    with pytest.raises(AnswerStoreError, match="cannot be used") as raised:
        session.fetch_similar("seeds", plan_of("S"))
    assert "\n" not in str(raised.value)
    assert key not in "".join(map(str, raised.traceback))


def test_every_file_of_the_store_is_for_its_owner_only(open_session, settings) -> None:
    session = open_session()
    session.fetch_similar("seeds", plan_of("S"))
    modes = {path.name: path.stat().st_mode & 0o077 for path in settings.answers.parent.iterdir()}
    assert "answers.sqlite" in modes
    assert set(modes.values()) == {0}
    assert settings.answers.stat().st_size > 0
