"""`mm guard --install-hook`: the guard in git's pre-commit hook, no hook of others touched."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from pathlib import Path

from cli.errors import ConfigurationError
from cli.guard_git import Repository
from stores.atomic import atomic_write
from stores.paths import HOME_VARIABLE

_NAME = "pre-commit"
_EXECUTABLE = 0o755
_FIRST = "# >>> mmuffin guard (kept by `mm guard --install-hook`)"
_LAST = "# <<< mmuffin guard"
_BLOCK = re.compile(rf"^{re.escape(_FIRST)}\n.*?^{re.escape(_LAST)}\n", re.MULTILINE | re.DOTALL)
_FRAMEWORK = "pre-commit.com"  # what the hook of the pre-commit framework says of itself


@dataclass(frozen=True, slots=True)
class Installed:
    """What became of the hook."""

    note: str
    line: str = ""
    """What the user has to add by hand; empty when the guard is active."""


def install(repository: Repository, mm: Path, home: str) -> Installed:
    """Let `git commit` in `repository` run `mm guard` first.

    `mm` is the program that the hook runs; `home` the listener's `MM_HOME`, or empty. A hook of
    somebody else's, or one that other repositories use too, stays as it is: then the answer holds
    the line to add. Raises `ConfigurationError` when there can be no hook, `OSError` when the disk
    refuses.
    """
    if not mm.is_file():
        raise ConfigurationError(f"no mm at {mm}: install mmuffin there, then run this again")
    folder, is_shared = repository.hooks()
    hook = folder / _NAME
    if folder.exists() and not folder.is_dir():
        raise ConfigurationError(
            f"core.hooksPath is {folder}, no folder, so git runs no hook: "
            "`git config --unset core.hooksPath`"
        )
    # Links are followed by git, and their target may belong to anybody.
    is_there = hook.is_symlink() or hook.exists()
    old = hook.read_bytes().decode("utf-8", "surrogateescape") if hook.is_file() else ""
    is_ours = _BLOCK.search(old) is not None and not hook.is_symlink()
    line = _line(mm, home)
    if _FRAMEWORK in old:
        return _by_framework(hook, mm, home)
    if is_there and not is_ours:
        return _by_hand(line, old, f"the hook {hook} is not ours, so it was left as it is")
    if is_shared and not is_ours:
        return _by_hand(line, old, f"your other repositories use {hook} too, so it was left alone")
    block = _block(mm, home)
    text = _BLOCK.sub(lambda _: block, old, count=1) if is_ours else f"#!/bin/sh\n{block}"
    folder.mkdir(parents=True, exist_ok=True)
    atomic_write(hook, text.encode("utf-8", "surrogateescape"))
    hook.chmod(_EXECUTABLE)
    return Installed(f"{hook} runs mm guard before every commit")


def _by_hand(line: str, old: str, why: str) -> Installed:
    if line in old.splitlines():
        return Installed(f"{why}; it runs mm guard already")
    return Installed(f"{why}; mm guard is NOT active yet: add this line to it, near its top", line)


def _by_framework(hook: Path, mm: Path, home: str) -> Installed:
    entry = (
        "- {id: mm-guard, name: mm guard, language: system, always_run: true, "
        f"pass_filenames: false, entry: {_yaml_text(_call(mm, home, 'env '))}}}"
    )
    return Installed(
        f"{hook} belongs to pre-commit, so it was left as it is; mm guard runs once this entry "
        "stands among the hooks of a `- repo: local` in .pre-commit-config.yaml",
        entry,
    )


def _block(mm: Path, home: str) -> str:
    return f"""\
{_FIRST}
mm={shlex.quote(str(mm))}
if [ ! -x "$mm" ]; then
    echo "mm: error: $mm is gone: run \\`mm guard --install-hook\\` again, or remove this hook" >&2
    exit 1
fi
{_line(mm, home)}
{_LAST}
"""


def _line(mm: Path, home: str) -> str:
    return f"{_call(mm, home)} || exit 1"


def _call(mm: Path, home: str, start: str = "") -> str:
    said = f"{start}{HOME_VARIABLE}={shlex.quote(home)} " if home else ""
    return f"{said}{shlex.quote(str(mm))} guard"


def _yaml_text(words: str) -> str:
    return "'" + words.replace("'", "''") + "'"
