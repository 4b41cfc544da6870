"""Who builds right now, and what builds that were killed have left behind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from cli.doctoring.finding import Finding, note, ok, problem
from cli.doctoring.patient import Patient
from cli.doctoring.wording import joined, shown, size, typed
from cli.exits import Exit
from cli.pipeline import LOCK_FILE
from stores.atomic import is_running, leftovers
from stores.lock import Holder, holder_of
from stores.paths import Home
from stores.publish import parts_of, wal_of


def check(patient: Patient) -> Iterator[Finding]:
    """Look at the lock and the folders a build writes into."""
    home = patient.home
    folders = dict.fromkeys((home.data, home.warehouse.parent))
    held = [holder_of(folder / LOCK_FILE) for folder in folders]
    holder = next((each for each in held if each is not None), None)
    yield judge_lock(holder, is_alive=holder is None or _is_alive(holder))
    staging = [] if holder else parts_of(home.staging_warehouse)
    yield judge_leftovers([*staging, *_partial(home)])
    if (wal := wal_of(home.warehouse)).exists() and home.warehouse.exists():
        yield judge_wal(wal, patient.rebuild)


def judge_lock(holder: Holder | None, *, is_alive: bool) -> Finding:
    """Say who holds the lock."""
    if holder is None:
        return ok("build lock", "nobody is building")
    if is_alive:
        return note("build lock", f"{holder}, has it: builds and imports wait for its end")
    found = f"{holder}, was killed, but the dbt that it started goes on"
    return note("build lock", f"{found}: builds wait for its end")


def judge_leftovers(files: Sequence[Path]) -> Finding:
    """Say what was left: parts of a warehouse, and temporary files of other writers."""
    if not files:
        return ok("left-overs", "none")
    whole = sum(_size(path) for path in files)
    found = f"{joined(shown(path) for path in files)}: {size(whole)} left by a killed process"
    return note("left-overs", found, typed("rm -r", *files))


def judge_wal(wal: Path, build: str) -> Finding:
    """Say what a log beside the finished warehouse means: `mm` never writes into that."""
    found = (
        f"another program has written into the warehouse, or is at it ({shown(wal)}): close it; a "
        "build puts a clean one in its place"
    )
    return problem("warehouse log", found, build, Exit.NO_WAREHOUSE)


def _partial(home: Home) -> list[Path]:
    folders = (home.data, home.history, home.evaluations, home.config, home.cache, home.output)
    return [path for folder in folders if folder.is_dir() for path in leftovers(folder)]


def _size(path: Path) -> int:
    if path.is_dir():
        return sum(entry.stat().st_size for entry in path.iterdir())
    return path.stat().st_size


def _is_alive(holder: Holder) -> bool:
    """Tell whether the holder itself still runs; one that has not said its name does."""
    return holder.pid is None or is_running(holder.pid)
