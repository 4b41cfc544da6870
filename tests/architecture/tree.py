"""The files of the project: what git tracks or would track."""

import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

from stores.paths import PROJECT_ROOT as ROOT

PACKAGES = ("ingest", "stores", "python_engines", "cli")
# What is not the project's, for trees that came without git.
_NOT_OURS = {".git", ".venv", "data", "demo", "output", "cache", "target", "logs", "build", "dist"}

_MADE_BY_TOOLS = ("_cache", "__pycache__", ".egg-info", ".hypothesis", ".DS_Store")


@cache
def project_files() -> tuple[Path, ...]:
    """Tracked files and new ones that are not ignored, sorted; in a tree without git, all."""
    names = _files_by_git() or _files_by_walking()
    return tuple(ROOT / name for name in sorted(names) if (ROOT / name).is_file())


def under(*folders: str, suffix: str) -> list[Path]:
    """Project files with that suffix below any of the folders ("" is the whole tree)."""
    starts = tuple(ROOT / folder for folder in folders)
    return [
        file
        for file in project_files()
        if file.suffix == suffix and any(file.is_relative_to(start) for start in starts)
    ]


def short(file: Path) -> str:
    """Path from the root, as people write it."""
    return file.relative_to(ROOT).as_posix()


def report(rule: str | None, breaches: list[str]) -> None:
    """Fail with the rule and every breach of it, one a line."""
    if breaches:
        pytest.fail("\n".join([(rule or "").strip(), *breaches]), pytrace=False)


def _files_by_git() -> list[str]:
    if shutil.which("git") is None:
        return []
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    return [name for name in listed.stdout.decode().split("\0") if name]


def _files_by_walking() -> list[str]:
    return [
        name
        for top in ROOT.iterdir()
        if top.name not in _NOT_OURS
        for name in (file.relative_to(ROOT).as_posix() for file in (top, *top.rglob("*")))
        if not any(part.endswith(_MADE_BY_TOOLS) for part in name.split("/"))
    ]
