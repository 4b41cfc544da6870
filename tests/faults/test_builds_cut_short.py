"""Whole builds that are killed, interrupted, orphaned or starved of disk, in one home, in turn.

Each test goes on where the one before it stopped, as a listener would, under the eyes of a viewer
that reads the warehouse all the while.
"""

import random
import resource
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pytest

from stores.publish import wal_of
from tests.faults.listener import LOOK, PLAYS_PER_FILE, Listener, is_whole
from tests.faults.processes import of_home, wait_until
from tests.faults.shim_use import SHIM, wrong_clock
from tests.faults.viewer import Seen, watching
from tests.integration.logs import last_run_in
from tests.integration.mm import Mm, error_of

SEED = 20240229
SHORTEST_S = 0.1
BEFORE_DBT = 0.01
"""The share of a build's time when it has hardly begun."""
A_DAY_S = 86_400
DEAD_PID = 999_999_999


@dataclass
class Scene:
    """The listener's home after its first build, and what the viewer is at."""

    listener: Listener
    first: "subprocess.CompletedProcess[str]"
    refusal: str
    build_s: float
    viewer: Path
    mark: str = ""
    seen: Seen = field(default_factory=Seen)

    @property
    def staging(self) -> Path:
        return self.listener.home / "data" / "mmuffin.building.duckdb"

    def expect_old(self) -> None:
        """Nothing was published and nothing lost."""
        assert self.listener.mark() == self.mark
        self.listener.check_whole()


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory, clean_environment: None) -> Iterator[Scene]:
    folder = tmp_path_factory.mktemp("cut short")
    listener = Listener(folder / "home")
    listener.warehouse.write_bytes(b"this was a warehouse once" * 1000)
    refusal = error_of(listener.mm.run("recommend"))
    started = time.monotonic()
    first = listener.mm.run("build")
    scene = Scene(listener, first, refusal, time.monotonic() - started, folder / "viewer")
    assert first.returncode == 0, first.stderr
    scene.mark = listener.mark()
    listener.say()
    listener.hear_more()
    with listener.no_process_left(), watching(listener.warehouse, scene.viewer, LOOK) as scene.seen:
        yield scene


def test_a_damaged_warehouse_is_told_and_mended_by_the_next_build(scene: Scene) -> None:
    assert "the warehouse is damaged: run `mm build`" in scene.refusal
    assert scene.listener.look()["plays"] == PLAYS_PER_FILE
    assert scene.listener.left_behind() == []


def test_killed_at_a_random_moment(scene: Scene, moment: int, moments: int, is_full: bool) -> None:
    """In full anywhere in a build; in the short form in the first third of the first one's time,
    which is about half of what a later one takes, as that need not parse the models."""
    listener = scene.listener
    span = scene.build_s / (moments if is_full else 3 * moments)
    chance = random.Random(SEED + moment)
    building = listener.mm.start("build")
    time.sleep(SHORTEST_S + (moment + chance.random()) * span)
    building.kill()
    building.communicate(timeout=60)
    listener.wait_for_quiet()
    if listener.mark() != scene.mark:
        assert is_full
        assert listener.look()["plays"] == listener.plays
    listener.check_whole()
    if is_full:
        listener.build()
        scene.mark = listener.mark()
        listener.hear_more()


@pytest.mark.parametrize("share", [BEFORE_DBT, 0.25])
def test_interrupted(scene: Scene, share: float) -> None:
    for path in scene.listener.left_behind():  # by a killed build before this one
        (scene.listener.home / path).unlink()
    building = scene.listener.mm.start("build")
    time.sleep(SHORTEST_S + share * scene.build_s)
    building.send_signal(signal.SIGINT)
    out, err = building.communicate(timeout=60)
    scene.listener.wait_for_quiet()
    assert (building.returncode, out) == (130, ""), err
    assert "Traceback" not in err
    assert "mm: error: interrupted" in err
    if share > BEFORE_DBT:
        assert "starting dbt" in err
        assert last_run_in(scene.listener.home)[-2:] == ["interrupted", "end build 130"]
    scene.expect_old()
    assert scene.listener.left_behind() == []


def test_a_disk_that_is_full_before_the_new_file_is_whole(scene: Scene) -> None:
    building = scene.listener.mm.start("build")
    wait_until(scene.staging.exists)
    for child in of_home(scene.listener.home):
        if child.pid != building.pid:
            resource.prlimit(child.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
    out, err = building.communicate(timeout=120)
    done = subprocess.CompletedProcess(building.args, building.returncode, out, err)
    assert (done.returncode, done.stdout) == (7, ""), err
    said = error_of(done)
    assert f"the disk is full at {scene.listener.warehouse.parent}: a build needs about " in said
    scene.expect_old()
    assert scene.listener.left_behind() == []


def test_no_build_begins_while_an_orphan_writes(scene: Scene) -> None:
    """As on a system that cannot tell dbt that its parent was killed."""
    listener = scene.listener
    alone = Mm(listener.home, {**listener.mm.env, "FAULT_ORPHANS": "1"}, (SHIM,))
    building = alone.start("build")
    wait_until(scene.staging.exists)
    building.kill()
    building.communicate(timeout=60)
    orphans = of_home(listener.home)
    assert orphans, "dbt did not outlive mm: the test proves nothing"
    done = listener.mm.run("build")
    assert (done.returncode, done.stdout) == (6, "")
    assert f"what mm process {building.pid} started before it was killed" in error_of(done)
    assert scene.staging.exists()  # its file is not taken away under it
    for orphan in orphans:
        orphan.kill()
    listener.wait_for_quiet()
    scene.expect_old()


def test_of_two_builds_one_wins_and_clears_up_after_all_that_died(
    scene: Scene, tmp_path: Path
) -> None:
    """Under a clock that went back by a day, with a damaged store of answers."""
    listener = scene.listener
    plant_leftovers(listener)
    answers = listener.home / "cache" / "answers.sqlite"
    answers.write_bytes(b"no answers" * 1000)
    late = Mm(listener.home, listener.mm.env, (wrong_clock(tmp_path, -A_DAY_S),))
    builds = [late.start("build"), late.start("build")]
    ended = {build.pid: (*build.communicate(timeout=300), build.returncode) for build in builds}
    codes = {pid: code for pid, (_, _, code) in ended.items()}
    assert sorted(codes.values()) == [0, 6], ended
    winner = next(pid for pid, code in codes.items() if code == 0)
    loser = next(pid for pid, code in codes.items() if code == 6)
    assert f"mm process {winner}, running since" in ended[loser][1]
    assert "the store of answers was damaged" in ended[winner][1]
    assert listener.look()["plays"] == listener.plays
    listener.check_whole()
    assert listener.left_behind() == []
    assert not (listener.home / "data" / "mmuffin.building.duckdb.tmp").exists()
    with duckdb.connect(str(listener.warehouse), read_only=True) as connection:
        tables = {
            name
            for (name,) in connection.execute("select table_name from duckdb_tables()").fetchall()
        }
    assert "left_by_a_dead_build" not in tables


def plant_leftovers(listener: Listener) -> None:
    """Put what killed commands leave into every place where they can leave it."""
    data, cache = listener.home / "data", listener.home / "cache"
    staging = data / "mmuffin.building.duckdb"
    for path in (staging, wal_of(staging)):
        path.unlink(missing_ok=True)
    with duckdb.connect(str(staging)) as connection:
        connection.execute("create table left_by_a_dead_build as select 1 as one")
    (cache / "evaluations").mkdir(exist_ok=True)
    (cache / "docs").mkdir(exist_ok=True)
    for path in (
        cache / "evaluations" / "mmuffin.scratch.duckdb",
        cache / "evaluations" / "2024-01-01.keeping.duckdb.wal",
        cache / "docs" / "mmuffin.docs.duckdb",
    ):
        shutil.copyfile(staging, path)
    spilled = data / "mmuffin.building.duckdb.tmp" / "deeper"
    spilled.mkdir(parents=True)
    (spilled / "part").write_bytes(b"spilled")
    for folder in ("", "config", "data", "data/history", "data/evaluations", "cache", "output"):
        place = listener.home / folder
        place.mkdir(exist_ok=True)
        (place / f".mm-{DEAD_PID}-x.partial").write_bytes(b"half")


def test_the_viewer_saw_no_error_and_whole_generations_only(scene: Scene) -> None:
    """It has read since the first build; what it saw is known when it is told to stop."""
    (scene.viewer / "stop").touch()
    wait_until((scene.viewer / "report.json").exists)
    seen = Seen.of(scene.viewer)
    assert seen.errors == {}
    assert seen.reads > 100
    assert all(map(is_whole, seen.rows)), seen.rows
    plays = [row["plays"] for row in seen.rows]
    assert plays == sorted(plays)
    assert len(plays) >= 2
