"""Running `mm` as a user would: a process of its own, in a home of its own, nothing inherited."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
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
_HELD = tempfile.TemporaryDirectory(prefix="mm-parsed-")
_PARSED = Path(_HELD.name)


def adopt(home: Path) -> None:
    """Tell a home that was copied whole that its warehouse is the one it has built."""
    note, warehouse = home / "cache" / FILE_NAME, home / "data" / "mmuffin.duckdb"
    if note.is_file():
        said = json.loads(note.read_text("utf-8"))
        note.write_text(json.dumps(said | {"warehouse": asdict(identity_of(warehouse))}), "utf-8")


def _lend_parsed(home: Path) -> None:
    """Give a new home what dbt parsed for another one, which takes it a third of a small build."""
    if (home / _TARGET / PARSED_FILE).exists():
        return
    for kept in _PARSED.iterdir():
        (home / _TARGET).mkdir(parents=True, exist_ok=True)
        shutil.copyfile(kept, home / _TARGET / kept.name)


def keep_parsed(home: Path) -> None:
    """Keep what dbt parsed for this home, for the new ones of this process."""
    for name in (PARSED_FILE, KEY_FILE):
        if (home / _TARGET / name).is_file():
            shutil.copyfile(home / _TARGET / name, _PARSED / name)


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
        if "build" in arguments and (self.home / "data").is_dir():
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
        if {"build", "demo"}.intersection(arguments):
            keep_parsed(self.home / "demo" if "demo" in arguments else self.home)
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
