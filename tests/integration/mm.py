"""Running `mm` as a user would: a process of its own, in a home of its own, nothing inherited."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from cli.dbt_child import KEY_FILE, PARSED_FILE
from cli.last_build import FILE_NAME
from stores.generations import identity_of
from stores.paths import PROJECT_ROOT
from tests.guard.loopback_only import GUARD_FOLDER

SIMILAR_ARTISTS = PROJECT_ROOT / "tests" / "sample_data" / "similar_artists.csv"
FROM_FILE = {
    "MM_PROVIDERS": "file",
    "MM_SIMILAR_ARTISTS_FILE": str(SIMILAR_ARTISTS),
    "MM_ARTIST_DETAILS_FILE": str(SIMILAR_ARTISTS.with_name("artist_details.csv")),
}
"""The environment of a listener who asks nobody but the sample's files."""
_TARGET = Path("cache") / "dbt"
NOBODY_THERE = {
    f"MM_{name}_URL": "http://127.0.0.1:9/"
    for name in ("LASTFM", "MUSICBRAINZ", "LISTENBRAINZ", "LISTENBRAINZ_LABS")
}
"""The environment of a listener without a network: each service refuses the connection."""
PARSED = (PARSED_FILE, KEY_FILE)
"""What dbt parsed, good for homes of the same path."""


def keep_parsed(home: Path) -> None:
    """Keep what dbt parsed for this home, for the next home of the same place."""
    for name in PARSED:
        if (home / _TARGET / name).is_file():
            (home / _TARGET / name).replace(_kept_for(home, name))


def adopt(home: Path) -> None:
    """Tell a home that was copied whole that its warehouse is the one it has built."""
    note, warehouse = home / "cache" / FILE_NAME, home / "data" / "mmuffin.duckdb"
    if note.is_file():
        said = json.loads(note.read_text("utf-8"))
        note.write_text(json.dumps(said | {"warehouse": asdict(identity_of(warehouse))}), "utf-8")


def _lend_parsed(home: Path) -> None:
    """Give a home that is new, or a copy, what dbt parsed for the one before it in this place."""
    if (home / _TARGET / PARSED_FILE).exists() or not home.is_dir():
        return
    for name in PARSED:
        if _kept_for(home, name).is_file():
            (home / _TARGET).mkdir(parents=True, exist_ok=True)
            shutil.copyfile(_kept_for(home, name), home / _TARGET / name)


def _kept_for(home: Path, name: str) -> Path:
    return home.parent.with_name(name)


@dataclass(frozen=True)
class Mm:
    """`mm` with one home and one environment."""

    home: Path
    env: dict[str, str] = field(default_factory=dict)
    first_on_path: tuple[Path, ...] = ()
    """Where Python looks for modules before all else."""

    def environment(self) -> dict[str, str]:
        """An environment made from nothing."""
        return {
            "PATH": os.defpath,
            "HOME": str(self.home.parent),
            "LANG": "C.UTF-8",
            "PYTHONPATH": str(GUARD_FOLDER),
            "MM_HOME": str(self.home),
            **self.env,
        }

    def python_path(self) -> str:
        """Where a process of the project's own code looks for modules."""
        return os.pathsep.join(map(str, (*self.first_on_path, GUARD_FOLDER, PROJECT_ROOT)))

    def start(self, *arguments: str, **options: Any) -> subprocess.Popen[str]:
        """Start `mm` and return at once."""
        if "build" in arguments:
            _lend_parsed(self.home)
        return subprocess.Popen(
            [sys.executable, "-m", "cli", *arguments],
            **{
                "cwd": self.home.parent,
                "env": self.environment() | {"PYTHONPATH": self.python_path()},
                "stdin": subprocess.DEVNULL,
                "stdout": subprocess.PIPE,
                "stderr": subprocess.PIPE,
                "text": True,
                **options,
            },
        )

    def run(
        self, *arguments: str, before_exec: Callable[[], None] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run `mm` to its end."""
        process = self.start(*arguments, preexec_fn=before_exec)
        out, err = process.communicate(timeout=300)
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)

    def answer(self, *arguments: str) -> list[dict[str, Any]]:
        """Run `mm` with `--format json` and return what it says; it must succeed."""
        done = self.run(*arguments, "--format", "json")
        assert done.returncode == 0, done.stderr
        rows = json.loads(done.stdout)
        assert isinstance(rows, list)
        return rows


def error_of(done: subprocess.CompletedProcess[str]) -> str:
    """The one line that says what went wrong; nothing but it may look like an error."""
    lines = [line for line in done.stderr.splitlines() if line.startswith("mm: error: ")]
    assert len(lines) == 1, done.stderr
    assert "Traceback" not in done.stderr
    return lines[0].removeprefix("mm: error: ")
