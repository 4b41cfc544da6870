"""Whether the stored answers of services can be read, and how much room they take."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from cli.doctoring.finding import Finding, note, ok
from cli.doctoring.patient import Patient
from cli.doctoring.wording import counted, joined, shown, size, typed
from python_engines.clients.answers import LARGEST_PROVIDER_BYTES
from python_engines.clients.answers_health import StoreHealth, examine
from python_engines.clients.sites import LASTFM, LISTENBRAINZ, MUSICBRAINZ

_LARGEST_BYTES = LARGEST_PROVIDER_BYTES * len((LASTFM, LISTENBRAINZ, MUSICBRAINZ))


def check(patient: Patient) -> Iterator[Finding]:
    """Look at the store of answers."""
    path = patient.home.answers
    try:
        health = examine(path, is_thorough=patient.is_thorough)
    except sqlite3.OperationalError as error:
        yield note("answers", f"{shown(path)} cannot be opened now ({error})")
        return
    yield judge(health, path, patient.build, patient.context.command("cache clear"))
    if health.aside:
        yield judge_aside(health.aside)


def judge(health: StoreHealth, path: Path, build: str, clear: str) -> Finding:
    """Say whether the store is whole, and whether it outgrew what is kept of each service."""
    held = size(health.bytes_held)
    if health.is_damaged:
        found = f"{shown(path)} is damaged: a build moves it aside and asks again"
        return note("answers", f"{found} ({held})", build)
    if not health.answer_count:
        return ok("answers", "none are stored")
    found = f"{counted(health.answer_count, 'answer')}, {held}"
    if health.bytes_held > _LARGEST_BYTES:
        return note("answers", f"{found}: more than the {size(_LARGEST_BYTES)} meant to be", clear)
    return ok("answers", found)


def judge_aside(aside: tuple[Path, ...]) -> Finding:
    """Say that damaged stores of earlier days take room."""
    found = f"{joined(shown(path) for path in aside)}: damaged once, no longer read"
    whole = sum(path.stat().st_size for path in aside)
    return note("answers", f"{found}, {size(whole)}", typed("rm", *aside))
