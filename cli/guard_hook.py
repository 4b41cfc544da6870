"""`mm guard --install-hook`: the guard in git's hooks, no hook of others touched."""

from __future__ import annotations

import os
import re
import shlex
from dataclasses import dataclass
from pathlib import Path

from cli.errors import ConfigurationError
from cli.guard_git import Repository
from stores.atomic import atomic_write
from stores.paths import HOME_VARIABLE

_HOOKS = {"pre-commit": "commit", "pre-merge-commit": "commit of a merge"}
"""Each hook with what it comes before: a merge commit runs no pre-commit."""
_EXECUTABLE = 0o755
_FIRST = "# >>> mmuffin guard (kept by `mm guard --install-hook`)"
_LAST = "# <<< mmuffin guard"
_BLOCK = re.compile(rf"^{re.escape(_FIRST)}\n.*?^{re.escape(_LAST)}\n", re.MULTILINE | re.DOTALL)
# Nothing but comments above it: then nothing can keep it from being run.
_AT_ITS_TOP = re.compile(rf"#!/bin/sh\n(?:[ \t]*(?:#[^\n]*)?\n)*?{re.escape(_FIRST)}\n")
_FRAMEWORK = "pre-commit.com"  # what the hook of the pre-commit framework says of itself


@dataclass(frozen=True, slots=True)
class Installed:
    """What became of a hook."""

    note: str
    line: str = ""
    """What the user has to add by hand; empty when the guard is active."""


def install(repository: Repository, mm: Path, home: str) -> list[Installed]:
    """Let `git commit` and `git merge` in `repository` run `mm guard` first.

    `mm` is the program that the hooks run; `home` the listener's `MM_HOME`, or empty. A hook of
    somebody else's, or one that other repositories use too, stays as it is: then the answer holds
    the line to add. Raises `ConfigurationError` when there can be no hook, `OSError` when the disk
    refuses.
    """
    if not mm.is_file():
        raise ConfigurationError(f"no mm at {mm}: install mmuffin there, then run this again")
    folder, is_shared = repository.hooks()
    if folder.exists() and not folder.is_dir():
        raise ConfigurationError(
            f"core.hooksPath is {folder}, no folder, so git runs no hook: "
            "`git config --unset core.hooksPath`"
        )
    return [
        _install(folder / name, before, mm, home, is_shared=is_shared)
        for name, before in _HOOKS.items()
    ]


def _install(hook: Path, before: str, mm: Path, home: str, *, is_shared: bool) -> Installed:
    # Links are followed by git, and their target may belong to anybody.
    is_there = hook.is_symlink() or hook.exists()
    old = hook.read_bytes().decode("utf-8", "surrogateescape") if hook.is_file() else ""
    is_ours = _BLOCK.search(old) is not None and not hook.is_symlink()
    line = _line(mm, home)
    if _FRAMEWORK in old:
        return _by_framework(hook, mm, home)
    if is_there and not is_ours:
        return _by_hand(line, hook, f"the hook {hook} is not ours, so it was left as it is", old)
    if is_shared and not is_ours:
        why = f"your other repositories use {hook} too, so it was left alone"
        return _by_hand(line, hook, why, old)
    block = _block(mm, home)
    text = _BLOCK.sub(lambda _: block, old, count=1) if is_ours else f"#!/bin/sh\n{block}"
    hook.parent.mkdir(parents=True, exist_ok=True)
    atomic_write(hook, text.encode("utf-8", "surrogateescape"))
    hook.chmod(_EXECUTABLE)
    if _AT_ITS_TOP.match(text):
        return Installed(f"{hook} runs mm guard before every {before}")
    return Installed(
        f"{hook} holds the lines of mm guard; they run unless what stands above them ends the hook"
    )


def _by_hand(line: str, hook: Path, why: str, old: str) -> Installed:
    is_run = not hook.exists() or os.access(hook, os.X_OK)
    if line in old.splitlines():
        if not is_run:
            return Installed(
                f"{why}; the line of mm guard is in it, but it is NOT active: the hook is not "
                f"executable, run `chmod +x {shlex.quote(str(hook))}`"
            )
        return Installed(
            f"{why}; the line of mm guard is in it, and works unless what stands above it ends "
            "the hook"
        )
    step = "" if is_run else ", and make the hook executable with chmod +x"
    return Installed(
        f"{why}; mm guard is NOT active yet: add this line to it, near its top{step}", line
    )


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
