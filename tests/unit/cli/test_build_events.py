import pytest

from cli import build_events
from cli.build_events import BuildListener
from cli.dbt_run import STDERR
from cli.progress import Steps
from cli.time_left import RunTimes


@pytest.fixture
def clock(monkeypatch):
    """Seconds that pass only when told to, for listener and steps alike."""
    now = [1_000.0]
    for module in ("cli.build_events", "cli.progress"):
        monkeypatch.setattr(f"{module}.monotonic", lambda: now[0])
    return now


def build(listener, clock, seconds, begins_with=0):
    for node, took in list(seconds.items())[begins_with:]:
        info = {"node_info": {"node_name": node}}
        listener("LogStartLine", {"total": len(seconds), **info})
        clock[0] += took
        listener("LogModelResult", {"status": "OK", "execution_time": took, **info})


def looked_up(listener, done, total=100):
    line = f"artists, seeds: {done} of {total} looked up, {done} asked anew"
    listener(STDERR, {"line": line})


def test_a_build_says_how_long_it_takes_once_there_was_one_like_it(tmp_path, clock, capsys):
    seconds = {"a": 6.0, "b": 30.0, "c": 60.0}
    with Steps() as steps:
        first = BuildListener(steps, times=RunTimes(tmp_path, "build"))
        build(first, clock, seconds)
        first.remember()
        assert "left" not in capsys.readouterr().err
        build(BuildListener(steps, times=RunTimes(tmp_path, "build")), clock, seconds)
    assert capsys.readouterr().err.splitlines() == [
        "starting dbt …",
        "building …",
        "building: 1 of 3, about 2 min left",
        "building: 2 of 3, about 1 min left",
    ]


def test_look_ups_say_their_pace_and_how_long_they_take(clock, capsys):
    with Steps() as steps:
        listener = BuildListener(steps)
        for done in range(0, 101, 2):
            looked_up(listener, done)
            clock[0] += 2
    said = capsys.readouterr().err.splitlines()
    assert said[1] == "artists, seeds …"
    assert "artists, seeds: 12 of 100, 1.0/s, about 1 min left" in said
    assert said[-1] == "artists, seeds: 100 of 100 looked up, 100 asked anew"
    assert len(said) < 25


def test_a_note_of_the_clients_is_shown_and_a_librarys_warning_is_not(clock, capsys):
    with Steps() as steps:
        listener = BuildListener(steps)
        listener(STDERR, {"line": "note: Last.fm cannot be reached"})
        listener(STDERR, {"line": "UserWarning: something about threads"})
    assert capsys.readouterr().err.splitlines() == [
        "starting dbt …",
        "note: Last.fm cannot be reached",
    ]


def test_what_a_library_quotes_is_not_logged(clock, monkeypatch):
    told = []
    monkeypatch.setattr(build_events, "event", lambda what, **facts: told.append((what, facts)))
    BuildListener(Steps())(STDERR, {"line": "cannot read 'Sigur Rós' in \"plays\""})
    ((what, facts),) = told
    assert (what, facts["message"]) == ("library", "cannot read '…' in \"…\"")
