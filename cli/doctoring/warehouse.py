"""Whether there is a warehouse, whole and of this version, and what it was made from."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from cli import last_build
from cli.doctoring.finding import Finding, note, ok, problem
from cli.doctoring.patient import Patient
from cli.doctoring.wording import counted, joined, shown, size, typed
from cli.exits import Exit
from cli.inputs import history_mark, mark_of_files, program_mark
from stores.paths import PROJECT_ROOT, Home
from stores.warehouse import WarehouseBusyError, WarehouseError, read_rows

_REPORT = """
    select play_count, artist_count, is_partial, vars_said
    from run_report
"""
_TABLES = "select table_name from information_schema.tables"


@dataclass(frozen=True, slots=True)
class Build:
    """What the last build made, as its report tells."""

    built_at: datetime
    """Local time."""
    play_count: int
    artist_count: int
    is_partial: bool
    variables: tuple[str, ...]
    """Names of the vars that were said."""


def check(patient: Patient) -> Iterator[Finding]:
    """Look at the file, at the report in it, and at what has changed since."""
    path = patient.home.warehouse
    if not path.is_file():
        yield judge_missing(shown(patient.exports), patient.build, is_demo=patient.context.is_demo)
        return
    try:
        tables = {str(row["table_name"]) for row in read_rows(path, _TABLES)}
        missing = sorted(marts(PROJECT_ROOT) - tables)
        report = {} if missing else read_rows(path, _REPORT)[0]
    except (WarehouseError, PermissionError) as error:
        yield judge_unreadable(error, path, patient.rebuild)
        return
    if missing:
        yield judge_outdated(missing, patient.rebuild)
        return
    yield ok("warehouse", f"{size(path.stat().st_size)}, {len(tables)} tables")
    yield judge_build(_build(path, report), patient.build)
    yield judge_age(_newer(patient.home), patient.build)


def marts(project: Path) -> set[str]:
    """Return the tables that a warehouse of this version has for people to query."""
    return {path.stem for path in (project / "models" / "marts").rglob("*.sql")}


def judge_missing(exports: str, build: str, *, is_demo: bool) -> Finding:
    """Say what to do before there is a warehouse."""
    first = "" if is_demo else f": put your Spotify export into {exports}, folder or zip, first"
    return note("warehouse", f"nothing is built yet{first}", build)


def judge_unreadable(error: Exception, path: Path, build: str) -> Finding:
    """Say why the warehouse cannot be read."""
    if isinstance(error, PermissionError):
        found, mend = f"{shown(path)} may not be read", typed("chmod u+rw", path)
        return problem("warehouse", found, mend, Exit.DISK)
    mend = typed("fuser -v", path) if isinstance(error, WarehouseBusyError) else build
    return problem("warehouse", str(error).partition(": run")[0], mend, Exit.NO_WAREHOUSE)


def judge_outdated(missing: Sequence[str], build: str) -> Finding:
    """Say that another version of the project built the warehouse."""
    found = f"built by another version of mm: it lacks {joined(missing)}"
    return problem("warehouse", found, build, Exit.NO_WAREHOUSE)


def judge_build(last: Build, build: str) -> Finding:
    """Say what the last build made, and whether something was missing."""
    made = (
        f"{last.built_at:%Y-%m-%d %H:%M}: {counted(last.play_count, 'play')} of "
        f"{counted(last.artist_count, 'artist')}"
    )
    if last.variables:
        made += f"; told {joined(last.variables)}"
    if last.is_partial:
        return note("last build", f"{made}; not everything could be looked up", build)
    return ok("last build", made)


def judge_age(newer: Sequence[str], build: str) -> Finding:
    """Say whether something came that the warehouse does not know yet."""
    if newer:
        return note("up to date", f"not with {' and '.join(newer)}", build)
    return ok("up to date", "nothing was imported or said since")


def _build(path: Path, report: dict[str, Any]) -> Build:
    return Build(
        # When its file was finished; `as_of` may be any day the listener named.
        datetime.fromtimestamp(path.stat().st_mtime).astimezone(),
        report["play_count"],
        report["artist_count"],
        report["is_partial"],
        tuple(json.loads(report["vars_said"])),
    )


def _newer(home: Home) -> list[str]:
    """Return what is no longer as it was when the warehouse was built, in words."""
    known = last_build.read(home)
    if known is None:
        return _newer_by_time(home)
    then = known.inputs
    changed = {
        "the program": then.program != program_mark(),
        "what was imported or forgotten": then.history != history_mark(home),
        "what you said of artists": then.feedback != mark_of_files([home.feedback]),
    }
    return [words for words, is_changed in changed.items() if is_changed]


def _newer_by_time(home: Home) -> list[str]:
    """Return what is newer than the file, where no note says what it was made from."""
    from ingest.history import is_changed_since

    built = home.warehouse.stat().st_mtime_ns
    changed = {
        "what was imported or forgotten": is_changed_since(home.history, built),
        "what you said of artists": home.feedback.is_file()
        and home.feedback.stat().st_mtime_ns > built,
    }
    return [words for words, is_changed in changed.items() if is_changed]
