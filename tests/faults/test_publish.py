"""Publishing, killed or failed by the disk at each of its steps, leaves the old file or the new."""

import random
import shutil
import signal
import subprocess
import time
from pathlib import Path

import duckdb
import pytest

from stores.lock import LockHeldError, hold
from stores.publish import discard, wal_of
from tests.faults.processes import children_of, wait_until
from tests.faults.shim_use import Fault, python
from tests.faults.small import LOOK, TABLES, make
from tests.faults.viewer import watching

KILLS = ("kill", "killafter")
ERRORS = ("ENOSPC", "EIO")
FOLDER = "folder of the warehouse"
# What a publish does to the disk once the check has passed, in this order.
STEPS = (
    ("fsync", "w.building.duckdb"),
    ("unlink", "w.duckdb.wal"),
    ("replace", "w.building.duckdb"),
    ("fsync", FOLDER),
)
REPLACE = 2
ENDED_BY_AN_ERROR = 9

PUBLISH = """
import sys
from pathlib import Path
from stores.lock import hold
from stores.publish import publish
staging, warehouse, *tables = sys.argv[1:]
try:
    with hold(Path(warehouse).with_name("build.lock")) as lock:
        publish(Path(staging), Path(warehouse), tables, lock_descriptors=[lock])
except Exception as error:
    print(type(error).__name__, error)
    sys.exit(9)
"""


class Scene:
    """A folder with a warehouse, its stale log, and a new one that waits to be published."""

    def __init__(self, root: Path, old: bytes, new: bytes) -> None:
        self.folder = root / FOLDER
        self.folder.mkdir()
        self.warehouse = self.folder / "w.duckdb"
        self.staging = self.folder / "w.building.duckdb"
        self.log = root / "calls"
        self.warehouse.write_bytes(old)
        self.staging.write_bytes(new)
        wal_of(self.warehouse).write_bytes(b"the log of a file that was here before")

    def publish(self, fault: Fault | None = None) -> "subprocess.CompletedProcess[str]":
        process = python(PUBLISH, self.staging, self.warehouse, *TABLES, fault=fault)
        out, err = process.communicate(timeout=60)
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)

    def names(self) -> set[str]:
        return {entry.name for entry in self.folder.iterdir()} - {"build.lock"}


@pytest.fixture(scope="module")
def generations(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    folder = tmp_path_factory.mktemp("generations")
    return [make(folder / f"{number}.duckdb", number) for number in range(3)]


@pytest.fixture
def scene(tmp_path: Path, generations: list[bytes]) -> Scene:
    return Scene(tmp_path, generations[0], generations[1])


def test_the_steps_of_a_publish_are_those_that_the_faults_meet(scene: Scene) -> None:
    fault = Fault("", scene.log)
    assert scene.publish(fault).returncode == 0
    calls = [tuple(call.split(" ", 1)) for call in fault.calls()]
    steps = [(name, Path(path).name) for name, path in calls if name != "pwrite"]
    assert steps == list(STEPS)
    assert scene.names() == {"w.duckdb"}


@pytest.mark.parametrize("what", [*KILLS, *ERRORS])
@pytest.mark.parametrize("number", range(len(STEPS)))
def test_a_fault_at_a_step_leaves_the_old_file_or_the_new(
    scene: Scene, generations: list[bytes], number: int, what: str
) -> None:
    call, part = STEPS[number]
    nth = 1 if part != FOLDER else 2  # the path of the file holds the folder's name too
    fault = Fault(f"{call}~{part}:{nth}:{what}", scene.log)
    done = scene.publish(fault)
    assert fault.has_fired, done
    assert done.returncode == (-signal.SIGKILL if what in KILLS else ENDED_BY_AN_ERROR)
    is_replaced = number > REPLACE or (number == REPLACE and what == "killafter")
    assert scene.warehouse.read_bytes() == generations[is_replaced]
    if what in ERRORS:
        kind = "NotDurableError" if is_replaced else "OSError"
        assert done.stdout.startswith(kind)
        assert FOLDER in done.stdout  # where to look
    # What the next build does first, and then the publish of that build.
    discard(scene.staging)
    scene.staging.write_bytes(generations[2])
    assert scene.publish().returncode == 0
    assert scene.warehouse.read_bytes() == generations[2]
    assert scene.names() == {"w.duckdb"}


def test_a_real_log_of_an_older_file_is_gone_before_the_new_file_is_there(
    scene: Scene, generations: list[bytes]
) -> None:
    """The danger itself: DuckDB takes a log for that of whichever file it lies beside."""
    wal_of(scene.warehouse).write_bytes(_log_of(scene.folder.parent, generations[0]))
    fault = Fault("replace~w.building:1:killafter", scene.log)
    scene.publish(fault)
    assert fault.has_fired
    with duckdb.connect(str(scene.warehouse)) as connection:
        assert connection.execute(LOOK).fetchone() == (1, 1, 1, 1, 1001)
    assert scene.names() == {"w.duckdb"}


def _log_of(folder: Path, content: bytes) -> bytes:
    path = folder / "other.duckdb"
    path.write_bytes(content)
    script = (
        "import duckdb, os, sys; c = duckdb.connect(sys.argv[1]);"
        "c.execute(\"set checkpoint_threshold = '1TB'\");"
        "c.execute('insert into fct_plays select row, 7 from range(500) as t (row)'); os._exit(0)"
    )
    assert python(script, path).wait(60) == 0
    return wal_of(path).read_bytes()


def test_a_check_that_outlives_its_publish_keeps_the_lock(scene: Scene) -> None:
    publishing = python(PUBLISH, scene.staging, scene.warehouse, *TABLES)
    # Not its name alone: a child that is still to become the check has the publish's command line.
    check = wait_until(
        lambda: next(iter(children_of(publishing.pid, "-m\0stores.publish\0")), None)
    )
    check.send_signal(signal.SIGSTOP)
    publishing.kill()
    publishing.communicate(timeout=60)
    lock = scene.folder / "build.lock"
    with pytest.raises(LockHeldError, match=f"what mm process {publishing.pid} started before"):
        hold(lock).__enter__()
    check.send_signal(signal.SIGKILL)
    check.wait()
    with hold(lock):
        pass


@pytest.mark.parametrize("number", range(4))
def test_a_new_file_that_is_damaged_is_never_published(
    scene: Scene, generations: list[bytes], number: int
) -> None:
    content = bytearray(generations[1])
    if number == 0:
        del content[len(content) // 2 :]
    else:
        place = random.Random(number).randrange(len(content))
        used = [at for at in range(place, len(content)) if content[at]]
        content[used[0]] ^= 1 << number
    scene.staging.write_bytes(content)
    done = scene.publish()
    is_whole = done.returncode == 0
    with duckdb.connect(str(scene.warehouse), read_only=True) as connection:
        row = connection.execute(LOOK).fetchone()
    assert row in ((0, 1, 0, 0, 1000), (1, 1, 1, 1, 1001))
    assert is_whole == (row == (1, 1, 1, 1, 1001))
    if not is_whole:
        assert "PublishError the new warehouse is not whole" in done.stdout
        assert scene.warehouse.read_bytes() == generations[0]


def test_readers_see_whole_generations_only_while_publishes_are_killed(
    scene: Scene, generations: list[bytes], tmp_path: Path, is_full: bool
) -> None:
    wal_of(scene.warehouse).unlink()
    chance = random.Random(7)
    template = tmp_path / "template.duckdb"
    trials, published = (60 if is_full else 10), [0]
    with watching(scene.warehouse, tmp_path / "viewer", LOOK) as seen:
        for number in range(1, trials + 1):
            make(template, number)
            discard(scene.staging)
            shutil.copyfile(template, scene.staging)
            before = scene.warehouse.read_bytes()
            publishing = python(PUBLISH, scene.staging, scene.warehouse, *TABLES)
            if number % 2:
                time.sleep(chance.uniform(0.2, 0.9))
                publishing.kill()
            publishing.communicate(timeout=60)
            after = scene.warehouse.read_bytes()
            assert after in (before, template.read_bytes())
            published += [number] if after != before else []
            template.unlink()
            wait_until(lambda: _is_free(scene.folder / "build.lock"))
    assert seen.errors == {}
    assert seen.reads > trials
    assert all(row["generations"] == 1 for row in seen.rows)
    assert all(
        row["generation"] == row["of_plays"] == row["of_recommendations"] == row["plays"] - 1000
        for row in seen.rows
    )
    met = [row["generation"] for row in seen.rows]
    assert met == sorted(met)
    assert set(met) <= set(published)
    assert len(published) > trials / 2
    assert len(met) > 2


def _is_free(lock: Path) -> bool:
    try:
        with hold(lock):
            return True
    except LockHeldError:
        return False
