"""Whether anybody else on this machine can read what belongs to the listener.

What counts is what can be reached: a file whose mode is open lies safe in a folder that is closed,
and so does everything in a home below such a folder.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from cli.changes import LOCK_NAME
from cli.doctoring.finding import Finding, ok, problem
from cli.doctoring.patient import Patient
from cli.doctoring.wording import joined, shown, typed
from cli.exits import Exit
from cli.secrets import env_file, store
from cli.settings import CONFIG_FILE
from cli.variables import OVERRIDES_FILE
from stores.publish import parts_of

_PASS = stat.S_IXGRP | stat.S_IXOTH
_OF_OTHERS = stat.S_IRWXG | stat.S_IRWXO
# Templates and the project's own files lie in config too, and are no secret.
_IN_CONFIG = (
    env_file.FILE_NAME, store.FILE_NAME, store.LOCK_NAME, CONFIG_FILE, OVERRIDES_FILE, LOCK_NAME,
)  # fmt: skip


def check(patient: Patient) -> Iterator[Finding]:
    """Look at the modes of everything that tells of the listener."""
    home = patient.home
    private = (home.data, home.cache, home.output, home.logs)
    files = [home.config / name for name in _IN_CONFIG] + parts_of(home.warehouse)
    open_files = {
        folder: found for folder in dict.fromkeys(private) if (found := open_below(folder))
    }
    open_files |= {file: [file] for file in files if is_open(file)}
    yield judge(open_files)


def judge(open_files: dict[Path, list[Path]]) -> Finding:
    """Say what others can read; `open_files` are, by the place to close, those they can."""
    if not open_files:
        return ok("permissions", "your files are for you only")
    places = _outermost(list(open_files))
    names = [shown(file) for files in open_files.values() for file in files]
    verb = "is" if len(names) == 1 else "are"
    return problem(
        "permissions",
        f"{joined(names)} {verb} open to others on this machine",
        typed("chmod -R go-rwx", *places),
        Exit.DISK,
    )


def open_below(folder: Path) -> list[Path]:
    """Return the files below a folder that others can read or change, by name."""
    if not is_reachable(folder) or not folder.is_dir() or not _mode(folder) & _PASS:
        return []
    found: list[Path] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            path = Path(entry.path)
            if entry.is_dir(follow_symlinks=False):
                found += open_below(path)
            elif _mode(path) & _OF_OTHERS and not entry.is_symlink():
                found.append(path)
    return sorted(found)


def is_open(file: Path) -> bool:
    """Tell whether others can read or change a file."""
    return (
        not file.is_symlink()
        and file.exists()
        and bool(_mode(file) & _OF_OTHERS)
        and is_reachable(file)
    )


def is_reachable(path: Path) -> bool:
    """Tell whether others can come as far as to what lies at a path."""
    return all(_mode(parent) & _PASS for parent in path.absolute().parents if parent.exists())


def _outermost(places: Sequence[Path]) -> list[Path]:
    return [place for place in places if not any(other in place.parents for other in places)]


def _mode(path: Path) -> int:
    try:
        return path.lstat().st_mode
    except OSError:
        return 0
