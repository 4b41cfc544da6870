"""`logs/mm.log`: what it tells of each command, and what it never holds."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import stat
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.integration.conftest import Demo
from tests.integration.listeners import export, play
from tests.integration.logs import events_in, last_run_in
from tests.integration.mm import NOBODY_THERE, Mm, error_of
from tests.integration.providers.key_search import needles_of
from tests.integration.searching import texts_in
from tests.integration.terminal import Terminal
from tests.modes_count import obey_modes

CANARIES = {
    "LASTFM_API_KEY": "c0ffee0123456789" * 2,
    "LISTENBRAINZ_TOKEN": "-".join(("87654321", "aaaa", "bbbb", "cccc", "0123456789ab")),
    "MUSICBRAINZ_USER_AGENT": "my-canary/1.0 ( canary@example.org )",
    "MM_SECRETS_PASSWORD": "a canary in the coal mine",
}
PUBLISHING = "checking the new warehouse and putting it in place"


def logged_text(home: Path) -> str:
    return "\n".join(path.read_text("utf-8") for path in (home / "logs").iterdir())


def test_the_log_of_a_build_tells_each_step_each_file_and_each_model(demo: Demo) -> None:
    assert demo.done.returncode == 0, demo.done.stderr
    log = demo.home / "logs" / "mm.log"
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    start, *_ = events_in(demo.home)
    assert (start["event"], start["name"]) == ("start", "demo")
    steps = events_in(demo.home, "step")
    names = [step["name"] for step in steps if "seconds" in step][:4]
    assert names == ["reading", "starting dbt", "building", PUBLISHING]
    assert all(re.fullmatch(r"\d+\.\d{3}", step["seconds"]) for step in steps if "status" in step)
    files = {file["status"] for file in events_in(demo.home, "file")}
    assert {"imported", "ignored"} <= files
    kept = json.loads((demo.home / "cache" / "build_seconds.json").read_bytes())
    (run,) = [run for kind, run in kept.items() if kind.startswith("build ")]
    built = {event["name"]: event for event in events_in(demo.home, "node")}
    assert set(built) == set(run["nodes"]) > {"recommendations", "run_report", "dayparts"}
    assert {event["status"] for event in built.values()} <= {"ok", "success", "pass"}
    (published,) = events_in(demo.home, "published")
    assert int(published["bytes"]) > 1_000_000
    (end, *_) = events_in(demo.home, "end")
    assert (end["exit"], end["name"]) == ("0", "demo")


def test_no_log_holds_what_was_played(demo: Demo) -> None:
    rows = demo.mm.answer(
        "--demo",
        "sql",
        "select distinct artist_name as name from dim_artists where contains(artist_name, ' ')"
        " union select distinct track_name from dim_tracks where length(track_name) > 12",
    )
    assert len(rows) > 500
    text = (demo.home / "logs" / "mm.log").read_text("utf-8")
    assert [row["name"] for row in rows if row["name"] in text] == []


@dataclass(frozen=True)
class Stopped:
    """A build with secrets, shown live, and stopped by Ctrl-C at its last step."""

    home: Path
    code: int
    said: str
    warehouse_before: bytes


@pytest.fixture(scope="module")
def stopped(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Stopped:
    home = tmp_path_factory.mktemp("stopped") / "home"
    shutil.copytree(demo.home, home, ignore=shutil.ignore_patterns("logs"))
    before = (home / "data" / "mmuffin.duckdb").read_bytes()
    process = Mm(home, NOBODY_THERE | CANARIES).start("build", "--verbose")
    assert process.stderr is not None
    heard = []
    for line in process.stderr:
        heard.append(line)
        if line.startswith(PUBLISHING):
            process.send_signal(signal.SIGINT)
    return Stopped(home, process.wait(60), "".join(heard), before)


@pytest.mark.slow
def test_ctrl_c_while_publishing_leaves_the_old_warehouse_or_the_new_one_whole(
    stopped: Stopped,
) -> None:
    assert stopped.code == 130
    assert stopped.said.count("mm: error: interrupted") == 1
    data = stopped.home / "data"
    assert [path.name for path in data.glob("*.duckdb*")] == ["mmuffin.duckdb"]
    is_published = bool(events_in(stopped.home, "published"))
    is_old = (data / "mmuffin.duckdb").read_bytes() == stopped.warehouse_before
    assert is_old or is_published
    assert len(Mm(stopped.home).answer("recommend", "--num-recs", "5")) == 5


@pytest.mark.slow
def test_an_interruption_is_in_the_log_with_the_exit_code(stopped: Stopped) -> None:
    told = last_run_in(stopped.home)
    assert told[0] == "start build"
    assert told[-2:] == ["interrupted", "end build 130"]
    (start,) = events_in(stopped.home, "start")
    assert start["options"] == "--verbose"


@pytest.mark.slow
def test_verbose_shows_the_events_of_the_log_as_they_happen(stopped: Stopped) -> None:
    shown = re.findall(r"^ +(\S+) +(\d+\.\d\d) s  (\S+)$", stopped.said, re.MULTILINE)
    logged = [
        (event["status"], f"{float(event['seconds']):.2f}", event["name"])
        for event in events_in(stopped.home, "node")
    ]
    assert len(logged) > 100
    assert [(status, name) for status, _, name in shown if status != "done"] == [
        (status, name) for status, _, name in logged
    ]
    # The log rounds to milliseconds first.
    assert len(set(shown) & set(logged)) > 0.9 * len(set(logged))
    assert "Last.fm cannot be reached" in stopped.said
    messages = [event["message"] for event in events_in(stopped.home, "note")]
    assert any("Last.fm cannot be reached" in message for message in messages)


@pytest.mark.slow
def test_no_secret_is_in_any_log_nor_on_the_terminal(stopped: Stopped) -> None:
    assert {"mm.log", "dbt.log"} <= {path.name for path in (stopped.home / "logs").iterdir()}
    seen = "".join(
        text for path in (stopped.home / "logs").iterdir() for text in texts_in(path)
    ).encode()
    for secret in CANARIES.values():
        assert not [needle for needle in needles_of(secret) if needle in seen]
        assert secret not in stopped.said


def test_a_secret_that_a_message_repeats_is_hidden(built: Mm) -> None:
    key = CANARIES["LASTFM_API_KEY"]
    done = Mm(built.home, CANARIES).run("--debug", "import", f"/nowhere/{key}/x")
    assert done.returncode == 8
    assert "Traceback" in done.stderr
    (failure,) = events_in(built.home, "failure")
    assert "/nowhere/[hidden]/" in failure["message"]
    assert key not in logged_text(built.home)


def test_a_failure_is_in_the_log_as_it_was_told_and_where_it_came_from(built: Mm) -> None:
    done = built.run("build", "--tier-start", "5000", "--tier-end", "6000")
    assert done.returncode == 2
    (failure,) = [each for each in events_in(built.home, "failure") if each["level"] == "error"]
    assert failure["message"] == error_of(done)
    assert failure["kind"] == "ConfigurationError"
    frames = failure["trace"].split(" > ")
    assert re.fullmatch(r"cli/logs/command\.py:\d+ logged", frames[0])
    assert re.fullmatch(r"cli/library\.py:\d+ \w+", frames[-1])
    assert events_in(built.home, "end")[-1]["exit"] == "2"
    (start,) = [each for each in events_in(built.home, "start") if each["name"] == "build"]
    assert start["options"] == "--artist-tier-start,--artist-tier-end"
    assert "5000" not in (start["options"])


def many_files(mm: Mm, count: int) -> Path:
    """An export in many files, so that reading it takes a moment."""
    export(mm, [play(0, "Jess Glynne")])
    folder = mm.home / "data" / "spotify"
    for part in range(count):
        plays = [play(part * 1_000 + number, f"Artist {number % 50}") for number in range(1_000)]
        (folder / f"endsong_{part}.json").write_text(json.dumps(plays))
    return folder


def test_two_commands_at_once_share_the_log(mm: Mm) -> None:
    many_files(mm, 20)
    running = [mm.start("import") for _ in range(3)]
    codes = {
        str(process.pid): (process.communicate(timeout=60), process.returncode)[1]
        for process in running
    }
    assert sorted(codes.values()) in ([0, 6, 6], [0, 0, 6], [0, 0, 0])
    ends = {event["pid"]: event["exit"] for event in events_in(mm.home, "end")}
    assert ends == {pid: str(code) for pid, code in codes.items()}


@pytest.mark.parametrize("obstacle", ["the folder", "the file"])
def test_a_log_that_cannot_be_written_is_one_note_and_no_failure(mm: Mm, obstacle: str) -> None:
    export(mm, [play(0, "Jess Glynne")])
    logs = mm.home / "logs"
    logs.mkdir()
    if obstacle == "the file":
        (logs / "mm.log").touch(mode=0o400)
        (logs / "mm.log").chmod(0o400)
    else:
        logs.chmod(0o500)
    done = mm.run("import", before_exec=obey_modes())
    assert done.returncode == 0, done.stderr
    notes = [line for line in done.stderr.splitlines() if line.startswith("note: ")]
    assert notes == [
        f"note: no log is kept of this: no permission for {logs / 'mm.log'}: "
        "check its owner and mode"
    ]
    assert len(mm.answer("import", "--list")) == 1


def test_ctrl_c_while_reading_keeps_whole_files_and_the_next_import_goes_on(mm: Mm) -> None:
    many_files(mm, 60)
    process = mm.start("import")
    assert process.stderr is not None
    process.stderr.readline()
    process.send_signal(signal.SIGINT)
    out, said = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, "")
    assert said == "mm: error: interrupted: nothing half done was kept; run it again to go on\n"
    assert not list((mm.home / "data").rglob("*.partial"))
    assert last_run_in(mm.home)[-2:] == ["interrupted", "end import 130"]
    kept = len(mm.answer("import", "--list"))
    assert 0 < kept < 61
    assert mm.run("import").returncode == 0
    assert len(mm.answer("import", "--list")) == 61


def test_ctrl_c_while_the_catalogue_is_made_leaves_nothing(built: Mm) -> None:
    process = built.start("docs", "--no-browser")
    assert process.stderr is not None
    assert process.stderr.readline().startswith("starting dbt")
    process.send_signal(signal.SIGINT)
    out, said = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, "")
    assert said.startswith("mm: error: interrupted")
    assert not list((built.home / "cache" / "docs").glob("*.duckdb*"))
    assert last_run_in(built.home)[-2:] == ["interrupted", "end docs 130"]


def test_at_a_terminal_an_import_shows_where_it_is_in_its_width(mm: Mm) -> None:
    many_files(mm, 40)
    with Terminal(mm, "import") as terminal:
        terminal.expect("of 41 files")
        assert terminal.end() == 0
        drawn = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", terminal.seen)
        bars = [line for line in re.split(r"[\r\n]+", drawn) if "of 41 files" in line]
        assert bars
        assert max(map(len, bars)) <= 80


def test_commands_that_are_no_long_work_keep_no_log(mm: Mm) -> None:
    for arguments in (["--help"], ["recommend"], ["config", "show"]):
        mm.run(*arguments)
    assert not os.path.lexists(mm.home / "logs")
