"""`mm doctor` on a home that is well, on one that is new, and on real faults, one home each."""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from stores.paths import PROJECT_ROOT
from tests.integration.conftest import Demo
from tests.integration.doctoring import examined
from tests.integration.mm import Mm, error_of
from tests.integration.sealing import PASSWORD, seal, with_password
from tests.integration.terminal import Terminal
from tests.modes_count import obey_modes
from tests.sample_data.canaries import CANARIES

KEY = "0123456789abcdef" * 2
HOLDER = """
import sys, time
from pathlib import Path
from stores.lock import hold
with hold(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_all_is_well_with_the_sample_and_nothing_is_changed_by_looking(demo: Demo):
    before = {path: path.stat().st_mtime_ns for path in demo.home.rglob("*")}
    said = examined(demo.mm, "--demo")
    assert (said.done.returncode, said.not_well) == (0, {})
    assert said.done.stderr == "note: all is well\n"
    assert "of 598 artists" in said.of("last build")["found"]
    assert said.of("keys")["found"] == "the sample listener needs none"
    assert {path: path.stat().st_mtime_ns for path in demo.home.rglob("*")} == before


def test_it_fits_one_screen_of_a_terminal(demo: Demo):
    with Terminal(demo.mm, "--demo", "doctor") as terminal:
        terminal.expect("note: all is well")
    lines = terminal.seen.splitlines()
    assert len(lines) <= 24
    assert "\x1b[32m✓\x1b[0m" in lines[0]


def test_a_new_home_is_told_what_to_do_first_and_is_not_made(mm: Mm):
    said = examined(mm)
    assert (said.done.returncode, said.not_well) == (0, {"warehouse": "note"})
    assert said.of("warehouse")["mend"] == "mm build"
    assert "data/spotify" in said.of("warehouse")["found"]
    as_csv = list(csv.reader(io.StringIO(mm.run("doctor", "--format", "csv").stdout)))
    as_md = mm.run("doctor", "--format", "md").stdout.splitlines()
    assert as_csv[0] == ["check", "state", "found", "mend"]
    assert as_md[0] == "| check | state | found | mend |"
    assert len(as_csv) == len(as_md) - 1 == len(said.rows) + 1
    assert not mm.home.exists()


def test_broken_settings_are_told_and_all_else_is_still_looked_at(built: Mm):
    (config := built.home / "config").mkdir()
    (config / "global_config.json").write_text('{"threads": "many"}')
    (config / "overrides.yml").write_text("tier_strat: 1")
    said = examined(built)
    assert said.done.returncode == 2
    assert "threads must be" in said.of("settings")["found"]
    assert said.of("settings")["mend"].endswith("config/global_config.json")
    assert "did you mean tier_start" in said.of("vars")["found"]
    assert said.of("vars")["mend"].endswith("config/overrides.yml")
    assert "plays of" in said.of("last build")["found"]
    assert error_of(said.done).startswith("2 problems")


@pytest.mark.parametrize(
    ("env", "check", "code", "mend"),
    [
        ({"MM_THREADS": "many"}, "settings", 2, "unset MM_THREADS"),
        ({"MM_PROVIDERS": "lastfm"}, "services", 3, "mm secrets set LASTFM_API_KEY"),
        ({"LASTFM_API_KEY": "short"}, "LASTFM_API_KEY", 2, "unset LASTFM_API_KEY"),
    ],
)
def test_a_fault_in_the_environment_is_mended_there(
    mm: Mm, env: dict[str, str], check: str, code: int, mend: str
):
    said = examined(Mm(mm.home, env))
    assert (said.done.returncode, said.of(check)["state"]) == (code, "problem")
    assert said.of(check)["mend"] == mend


def test_who_holds_the_lock_is_told_and_the_lock_is_left_to_others(built: Mm):
    lock = built.home / "data" / "build.lock"
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(lock)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=PROJECT_ROOT,
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        (built.home / "data" / "mmuffin.building.duckdb").write_bytes(b"x")
        said = examined(built)
    finally:
        holder.kill()
        holder.wait()
    assert (said.done.returncode, said.not_well) == (0, {"build lock": "note"})
    assert f"process {holder.pid}, running since 20" in said.of("build lock")["found"]
    # Now that it is dead, what it was building is left over.
    assert examined(built).not_well == {"left-overs": "note"}


@pytest.fixture(scope="module")
def faulty(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Mm:
    """A home in which every store is damaged, and killed processes left their files."""
    home = tmp_path_factory.mktemp("faulty") / "home"
    shutil.copytree(demo.home, home)
    data = home / "data"
    os.truncate(next((data / "history").glob("[0-9a-f]*.parquet")), 100)
    os.truncate(data / "evaluations" / "evaluations.parquet", 10)
    (data / "feedback.csv").write_text("said_at,verdict,artist_id,artist_name\nnever,like,a,b\n")
    (data / "shown.csv").write_text("nothing of the kind\n")
    (home / "cache" / "answers.sqlite").write_bytes(b"x" * 9_000)
    (home / "cache" / "answers.sqlite.damaged-1").write_bytes(b"x")
    (data / "mmuffin.building.duckdb").write_bytes(b"x" * 1_000)
    (data / ".mm-4194305-x.partial").write_bytes(b"")
    (home / "config").mkdir()
    (home / "config" / "secrets.enc").write_text("{}")
    (home / ".env").write_text("")
    return Mm(home)


def test_every_damaged_store_is_named_with_what_mends_it(faulty: Mm):
    said = examined(faulty)
    assert said.done.returncode == 8
    assert "line 2: 'never' is no time" in said.of("feedback")["found"]
    assert "line 1" in said.of("shown")["found"]
    assert said.of("evaluations")["mend"].endswith("&& mm evaluate")
    mend = said.of("history")["mend"]
    assert mend.startswith("rm ")
    assert mend.endswith(".parquet && mm import")
    answers = [row for row in said.rows if row["check"] == "answers"]
    assert [row["state"] for row in answers] == ["note", "note"]
    assert answers[1]["mend"].endswith("answers.sqlite.damaged-1")
    assert said.of("config/secrets.enc")["state"] == "problem"
    assert said.of("config/.env")["state"] == "note"
    left = said.of("left-overs")
    assert "mmuffin.building.duckdb" in left["found"]
    assert ".mm-4194305-x.partial" in left["mend"]


def test_what_is_said_to_mend_a_thing_mends_it(faulty: Mm):
    """In a shell, where the user would run it, as far as it needs no editor and no other `mm`."""
    for row in examined(faulty).rows:
        if row["check"] in ("left-overs", "history", "evaluations") or "damaged-1" in row["found"]:
            command = row["mend"].partition(" && ")[0]
            subprocess.run(command, shell=True, check=True, cwd=faulty.home.parent)
    after = examined(faulty)
    assert {"left-overs", "history", "evaluations"}.isdisjoint(after.not_well)
    assert [row["check"] for row in after.rows].count("answers") == 1


@pytest.fixture
def shared(built: Mm) -> Iterator[Mm]:
    """A built home that others can reach, as pytest's own folders do not let them."""
    home = Path("/tmp") / f"mm-doctor-{os.getpid()}"
    shutil.copytree(built.home, home)
    home.chmod(0o755)
    yield Mm(home)
    shutil.rmtree(home)


def test_what_others_can_read_is_closed_by_the_command_it_names(shared: Mm):
    data = shared.home / "data"
    data.chmod(0o755)
    (data / "mmuffin.duckdb").chmod(0o644)
    said = examined(shared)
    assert (said.done.returncode, said.not_well) == (7, {"permissions": "problem"})
    assert "mmuffin.duckdb" in said.of("permissions")["found"]
    subprocess.run(said.of("permissions")["mend"], shell=True, check=True, cwd=shared.home.parent)
    assert examined(shared).not_well == {}
    assert (data / "mmuffin.duckdb").stat().st_mode & 0o777 == 0o600


def test_folders_and_files_that_may_not_be_used_are_named_each(built: Mm):
    (built.home / "cache").chmod(0o500)
    (built.home / "data" / "mmuffin.duckdb").chmod(0)
    (built.home / "data" / "feedback.csv").chmod(0)
    said = examined(built, before_exec=obey_modes())
    assert said.done.returncode == 7
    assert said.of("folders")["mend"].startswith("chmod u+rwx ")
    assert said.of("folders")["mend"].endswith("/cache")
    assert said.of("warehouse")["mend"].endswith("mmuffin.duckdb")
    assert said.of("kept")["mend"].endswith("feedback.csv")
    (built.home / "cache").chmod(0o700)


@pytest.mark.parametrize("size", [0, 5_000_000])
def test_a_warehouse_that_was_cut_short_is_damaged(built: Mm, size: int):
    os.truncate(built.home / "data" / "mmuffin.duckdb", size)
    said = examined(built)
    assert (said.done.returncode, said.of("warehouse")["state"]) == (6, "problem")
    assert said.of("warehouse")["mend"] == "mm build --full-refresh"


def test_a_warehouse_of_another_version_and_one_that_is_open_elsewhere(built: Mm):
    path = built.home / "data" / "mmuffin.duckdb"
    code = (
        f"import duckdb; c = duckdb.connect({str(path)!r}); c.execute('drop table tier_previews');"
        " print('held', flush=True); input()"
    )
    writer = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout is not None
    assert writer.stdout.readline() == "held\n"
    said = examined(built)
    assert "open for writing" in said.of("warehouse")["found"]
    assert said.of("warehouse")["mend"].startswith("fuser -v ")
    writer.communicate("\n")
    said = examined(built)
    assert said.done.returncode == 6
    assert "it lacks tier_previews" in said.of("warehouse")["found"]


def test_what_came_after_the_build_and_what_is_private_in_it_are_told(built: Mm):
    with duckdb.connect(str(built.home / "data" / "mmuffin.duckdb")) as connection:
        connection.execute("create table leak (words varchar, ip_addr varchar)")
        for canary in CANARIES:
            connection.execute("insert into leak values (?, null)", [canary])
    with (built.home / "data" / "feedback.csv").open("a") as feedback:
        feedback.write("2026-01-01T00:00:00Z,like,a,b\n")
    said = examined(built)
    assert said.done.returncode == 1
    assert said.of("up to date")["mend"] == "mm build"
    found = said.of("privacy")["found"]
    assert "a column leak.ip_addr" in found
    assert "IP addresses in leak.words" in found
    assert "e-mail addresses in leak.words" in found
    assert not [canary for canary in CANARIES if canary in said.done.stdout + said.done.stderr]


def test_keys_are_told_by_their_place_never_by_value_and_nobody_is_asked(mm: Mm):
    seal(mm, KEY)
    said = examined(mm)
    assert "which is closed" in said.of("LASTFM_API_KEY")["found"]
    said = examined(with_password(mm, PASSWORD, MUSICBRAINZ_USER_AGENT="me/1.0 ( me@example.org )"))
    assert said.of("LASTFM_API_KEY")["found"] == "from config/secrets.enc"
    assert said.of("MUSICBRAINZ_USER_AGENT")["found"] == "from the environment"
    assert said.of("config/secrets.enc")["state"] == "ok"
    for text in (KEY, "me@example.org", PASSWORD):
        assert text not in said.done.stdout + said.done.stderr
    said = examined(with_password(mm, "another one entirely"))
    assert said.done.returncode == 4
    assert said.of("config/secrets.enc")["mend"] == "mm secrets list"
    with Terminal(mm, "doctor") as terminal:
        terminal.expect("nothing is broken")
    assert "password" not in terminal.seen
