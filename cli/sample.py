"""The bundled sample listener: its export is made up on first use, in the demo's own home."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

from cli import output
from cli.context import Context
from cli.errors import BuildFailedError
from cli.pipeline import locks
from stores.paths import Home

_STAMP = "sample.sha256"


def make_sample(context: Context) -> None:
    """Write the sample's raw export into the demo's home, once for each form of its generator."""
    with locks(context.settings.home):  # two demos at once would make it twice
        _make(context)


def _make(context: Context) -> None:
    home = context.settings.home
    stamp = home.data / _STAMP
    fingerprint = _fingerprint(context.sample_folder())
    if stamp.is_file() and home.exports.is_dir() and stamp.read_text() == fingerprint:
        return
    output.progress("making up the sample listener …")
    fresh = home.exports.with_name("spotify.making")
    shutil.rmtree(fresh, ignore_errors=True)
    try:
        _generate(context, fresh)
        _put_in_place(fresh, home)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    stamp.write_text(fingerprint)


def _generate(context: Context, fresh: Path) -> None:
    fresh.mkdir(parents=True)
    child = subprocess.run(
        [sys.executable, str(context.sample_folder() / "generate.py"), "--out", str(fresh)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if child.returncode != 0:
        said = child.stderr.strip().splitlines() or ["no reason given"]
        raise BuildFailedError(f"the sample listener could not be made up: {said[-1]}")


def _put_in_place(fresh: Path, home: Home) -> None:
    """Replace the sample and forget what was imported of an older one."""
    for old in (home.exports, home.history):
        if old.exists():
            shutil.rmtree(old)
    fresh.rename(home.exports)


def _fingerprint(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted([*folder.glob("*.py"), *folder.glob("*.csv")]):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
