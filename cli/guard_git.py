"""What `mm guard` reads of git: the bytes that a commit would hold, never the working tree.

A file may be clean on the disk and hold a key in the index, or the other way round; only the index
is what git commits. Names are bytes and come with `-z`: they may hold spaces, quotes, newlines and
bytes of any encoding. git runs as a child with an environment of its own and a limit of time.
"""

from __future__ import annotations

import os
import re
import select
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from cli.errors import ConfigurationError

_SECONDS = 60.0
_SECONDS_FOR_HISTORY = 600.0
_CHUNK = 1 << 20
_SUBMODULE = "160000"
_MERGED = "0"  # the stage of a file without a conflict
_SHORT = 10
# The reflog too: older stashes are there alone, and what was amended or reset away.
_EVERYTHING = ("--all", "--reflog", "--topo-order")
_RAW = re.compile(rb":(\d+) (\d+) ([0-9a-f]+) ([0-9a-f]+) ([A-Z])\d*")
_COMMIT = re.compile(rb"[0-9a-f]{40,64}")

_KEPT = frozenset(
    "PATH HOME XDG_CONFIG_HOME USER LOGNAME TMPDIR GIT_EXEC_PATH "
    "GIT_CEILING_DIRECTORIES GIT_DISCOVERY_ACROSS_FILESYSTEM".split()
)
# `git commit` tells its hook by these which index and repository it means; GIT_INDEX_FILE is always
# among them. Without it they are left over from somewhere else.
_OF_A_HOOK = ("GIT_INDEX_FILE", "GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR")
_FIXED = {
    "LC_ALL": "C",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1",  # a look at the history downloads nothing
    "GIT_NO_REPLACE_OBJECTS": "1",  # what is there, not what stands in for it
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One object at one place that git keeps it at."""

    sha: str
    path: bytes
    """From the top of the repository; empty for the message of a commit or tag."""
    where: str
    """`staged`, `tracked`, or the commit that brought it in."""


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of one object with every place that holds it."""

    entries: tuple[Entry, ...]
    size: int
    """In bytes; 0 when the object is not here, as in a partial clone."""
    data: bytes | None
    """None when the object is too large to be read, or not here."""


@dataclass(frozen=True, slots=True)
class Repository:
    """A git repository with a working tree."""

    root: Path
    git: str
    env: Mapping[str, str]

    @classmethod
    def around(cls, folder: Path, env: Mapping[str, str]) -> Repository:
        """Return the repository that holds `folder`.

        Raises `ConfigurationError` when there is none, or no git, or git refuses to read it.
        """
        git = shutil.which("git", path=env.get("PATH"))
        if git is None:
            raise ConfigurationError("git is not on the PATH: install it, or add it to the PATH")
        here = cls(folder, git, _environment(env))
        try:
            top = here._run("rev-parse", "--show-toplevel")
        except ConfigurationError as error:
            if "not a git repository" not in str(error):
                raise
            top = b""
        if not top:
            raise ConfigurationError(
                "not inside a git repository: go to your project's folder, or make it one with "
                "`git init`"
            )
        return cls(Path(os.fsdecode(top.removesuffix(b"\n"))), git, here.env)

    def index(self) -> list[Entry]:
        """Return every file that the next commit would hold; `staged` is what it would change."""
        changed = self._run(
            *("diff", "--cached", "--name-only", "-z", "--no-renames", "--no-ext-diff"),
            "--diff-filter=ACMRT",
        )
        staged = set(changed.split(b"\0"))
        entries = []
        for line in self._run("ls-files", "--stage", "-z").split(b"\0")[:-1]:
            about, _, path = line.partition(b"\t")
            mode, sha, _ = about.decode().split()
            if mode != _SUBMODULE:
                entries.append(Entry(sha, path, "staged" if path in staged else "tracked"))
        return entries

    def staged(self, path: str) -> bytes:
        """Return one file as the next commit would hold it; nothing when it would not."""
        listed = self._run("ls-files", "--stage", "-z", "--", f":(top,literal){path}")
        for line in listed.split(b"\0")[:-1]:
            _, sha, stage = line.partition(b"\t")[0].decode().split()
            if stage == _MERGED:
                return self._run("cat-file", "blob", sha)
        return b""

    def history(self) -> list[Entry]:
        """Return every file, commit and tag of branches, tags, stashes and reflogs, oldest first.

        A file stands there once for each name and content, with the commit that brought it in.
        """
        commits = self._run("rev-list", *_EVERYTHING, seconds=_SECONDS_FOR_HISTORY)
        changes = self._run(
            *"diff-tree --stdin -r -m --root -z --raw --no-renames --diff-filter=ACMRT".split(),
            given=commits,
            seconds=_SECONDS_FOR_HISTORY,
        )
        found = {(e.sha, e.path): e for e in _changes(changes)}  # newest first: the oldest stays
        seen = {sha for sha, _ in found}
        listed = self._run("rev-list", *_EVERYTHING, "--objects", seconds=_SECONDS_FOR_HISTORY)
        names = [line.partition(b" ") for line in listed.split(b"\n") if line]
        is_commit = frozenset(commits.split())
        # Commits and tags for their messages, and what hangs on a tag alone. Folders are left out
        # when they are read.
        others = [
            Entry(sha.decode(), b"" if sha in is_commit else name, sha.decode()[:_SHORT])
            for sha, _, name in names
            if sha.decode() not in seen
        ]
        return [*reversed(found.values()), *reversed(others)]

    def read(self, entries: Iterable[Entry], largest: int) -> Iterator[Content]:
        """Read each object once, those of more than `largest` bytes not at all."""
        places: dict[str, list[Entry]] = {}
        for entry in entries:
            places.setdefault(entry.sha, []).append(entry)
        asked = "".join(f"{sha}\n" for sha in places).encode()
        answer = self._run("cat-file", "--batch-check", given=asked, seconds=_SECONDS_FOR_HISTORY)
        about = {line.split()[0]: line.split()[1:] for line in answer.decode().splitlines()}
        sizes = {sha: int(said[1]) for sha, said in about.items() if len(said) > 1}
        kept = [sha for sha in places if about[sha][0] != "tree"]
        readable = [sha for sha in kept if sha in sizes and sizes[sha] <= largest]
        for sha in set(kept) - set(readable):
            yield Content(tuple(places[sha]), sizes.get(sha, 0), None)
        for sha, data in self._contents(readable):
            is_file = about[sha][0] == "blob"
            held = places[sha] if is_file else [Entry(sha, b"", places[sha][0].where)]
            yield Content(tuple(held), len(data), data)

    def hooks(self) -> tuple[Path, bool]:
        """Return the folder of the hooks, and whether other repositories have the same one.

        It follows `core.hooksPath` and is the main repository's for a worktree. Raises
        `ConfigurationError` when the setting is empty, which turns every hook off.
        """
        said = self._run("rev-parse", "--git-path", "hooks").removesuffix(b"\n")
        folder = self.root / os.fsdecode(said)
        if folder.resolve() == self.root.resolve():
            raise ConfigurationError(
                "core.hooksPath is empty, so git runs no hook: `git config --unset core.hooksPath`"
            )
        try:
            scope = self._run("config", "--show-scope", "--get", "core.hooksPath").split(b"\t")[0]
        except ConfigurationError:
            scope = b""  # not set
        return folder, scope in (b"global", b"system")

    def _contents(self, shas: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        with subprocess.Popen(
            [self.git, "cat-file", "--batch"],
            cwd=self.root,
            env=dict(self.env),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
        ) as process:
            try:
                assert process.stdin is not None  # noqa: S101 - for the type; both are pipes
                assert process.stdout is not None  # noqa: S101
                answers = _Answers(process.stdout)
                for sha in shas:
                    # One at a time: two full pipes would wait for each other for ever.
                    process.stdin.write(f"{sha}\n".encode())
                    size = int(answers.line().split()[2])
                    yield sha, answers.exactly(size + 1)[:-1]
            finally:
                process.kill()

    def _run(self, *words: str, given: bytes = b"", seconds: float = _SECONDS) -> bytes:
        try:
            done = subprocess.run(
                [self.git, *words],
                cwd=self.root,
                env=dict(self.env),
                input=given,
                capture_output=True,
                timeout=seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise _silent(words[0], seconds) from None
        if done.returncode != 0:
            said = done.stderr.decode("utf-8", "backslashreplace").strip().splitlines()
            why = said[0].removeprefix("fatal: ") if said else f"it ended with {done.returncode}"
            raise ConfigurationError(f"git {words[0]} does not work here: {why}")
        return done.stdout


class _Answers:
    """What `git cat-file --batch` writes, read with a limit of time."""

    def __init__(self, pipe: IO[bytes]) -> None:
        self._handle = pipe.fileno()
        self._kept = bytearray()

    def line(self) -> bytes:
        while (end := self._kept.find(b"\n")) < 0:
            self._read_more()
        return self.exactly(end + 1)

    def exactly(self, size: int) -> bytes:
        while len(self._kept) < size:
            self._read_more()
        taken = bytes(self._kept[:size])
        del self._kept[:size]
        return taken

    def _read_more(self) -> None:
        if not select.select([self._handle], [], [], _SECONDS)[0]:
            raise _silent("cat-file", _SECONDS)
        chunk = os.read(self._handle, _CHUNK)
        if not chunk:
            raise ConfigurationError("git cat-file ended early: try `git fsck`")
        self._kept += chunk


def _silent(word: str, seconds: float) -> ConfigurationError:
    return ConfigurationError(f"git {word} gave no answer in {seconds:.0f} s: try again")


def _environment(env: Mapping[str, str]) -> dict[str, str]:
    """Return git's environment: nothing of ours, no repository but the one of the folder."""
    names = [name for name in env if name in _KEPT or name.startswith("GIT_CONFIG_")]
    if _OF_A_HOOK[0] in env:
        names += [name for name in _OF_A_HOOK if name in env]
    return {name: env[name] for name in names} | _FIXED


def _changes(raw: bytes) -> Iterator[Entry]:
    """Read what `git diff-tree --stdin -z --raw` writes: a commit, then its changes."""
    tokens = iter(raw.split(b"\0"))
    commit = ""
    for token in tokens:
        change = _RAW.fullmatch(token)
        if change:
            path = next(tokens)
            if change[2].decode() != _SUBMODULE:
                yield Entry(change[4].decode(), path, commit[:_SHORT])
        elif _COMMIT.fullmatch(token):
            commit = token.decode()
