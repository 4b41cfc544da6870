"""Whether the folders of the home are there and may be written."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cli.doctoring.finding import Finding, ok, problem
from cli.doctoring.patient import Patient
from cli.doctoring.wording import shown, typed
from cli.exits import Exit


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder that a command writes into or, until it is there, the one it will be made in."""

    place: Path
    is_folder: bool
    """Whether `place` is a folder at all."""
    is_writable: bool
    is_ours: bool
    is_disk_read_only: bool


def check(patient: Patient) -> Iterator[Finding]:
    """Look at every folder of the home."""
    home = patient.home
    paths = (
        home.data, home.warehouse.parent, home.config, home.cache, home.output, home.logs,
        home.target,
    )  # fmt: skip
    yield from judge(shown(home.root), [look(path) for path in dict.fromkeys(paths)])


def look(path: Path) -> Folder:
    """Return what is to know of a folder that is, or is to be, at `path`."""
    place = path
    while not os.path.lexists(place):
        place = place.parent
    return Folder(
        place,
        is_folder=place.is_dir(),
        is_writable=os.access(place, os.W_OK | os.X_OK),
        is_ours=place.lstat().st_uid == os.geteuid(),
        is_disk_read_only=bool(
            os.statvfs(place if place.exists() else place.parent).f_flag & os.ST_RDONLY
        ),
    )


def judge(root: str, folders: Sequence[Folder]) -> Iterator[Finding]:
    """Say which folders cannot be used; one line for each place, however many depend on it."""
    amiss = {folder.place: folder for folder in folders if not _is_usable(folder)}
    for folder in amiss.values():
        yield _problem(folder)
    if not amiss:
        yield ok("folders", f"yours to write, in {root}")


def _is_usable(folder: Folder) -> bool:
    return folder.is_folder and folder.is_writable


def _problem(folder: Folder) -> Finding:
    place = folder.place
    if not folder.is_folder:
        found, mend = f"{shown(place)} is no folder", typed("mv", place, Path(f"{place}.old"))
    elif folder.is_disk_read_only:
        found = f"{shown(place)} is on a disk that may only be read"
        mend = "export MM_HOME=FOLDER"
    elif not folder.is_ours:
        found = f"{shown(place)} belongs to somebody else and is not yours to write"
        mend = typed('sudo chown -R "$USER"', place)
    else:
        found, mend = f"{shown(place)} may not be written", typed("chmod u+rwx", place)
    return problem("folders", found, mend, Exit.DISK)
