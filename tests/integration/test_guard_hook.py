"""`mm guard --install-hook`: the hook that it writes stops a real `git commit`."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from tests.integration.git_repo import IN_BASE64, KEY, WITH_KEY, Repo
from tests.integration.mm import error_of

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

FOREIGN = "#!/bin/sh\n# somebody's\necho foreign hook ran >&2\n"


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """A repository and a home whose names need quotes; the key is in the home alone."""
    made = Repo(tmp_path / "anna's music $HOME", {})
    made.root.mkdir()
    made.git("init", "-q", "-b", "main")
    made.commit("README.md")
    made.write("home/config/.env", f"LASTFM_API_KEY={KEY}\n")
    return made


@pytest.fixture
def guarded(repo: Repo) -> Repo:
    done = repo.guard("--install-hook")
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    return repo


def hook(repo: Repo) -> Path:
    return repo.root / ".git" / "hooks" / "pre-commit"


def commit(repo: Repo, *words: str, is_fine: bool) -> str:
    """Run `git commit` as a user who never heard of MM_HOME; return what was said."""
    before = repo.git("rev-list", "--all", "--count").stdout
    done = repo.git("commit", "-q", "-m", "m", *words, is_fine=is_fine, has_home=False)
    after = repo.git("rev-list", "--all", "--count").stdout
    assert (after != before) is is_fine
    return done.stdout + done.stderr


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("config/.env", "LASTFM_API_KEY=\n"),
        ("a.ipynb", json.dumps({"cells": [{"outputs": [{"text": [KEY]}]}]})),
        ("a.txt", IN_BASE64),
        ("my_spotify_data.zip", "PK"),
        ("mmuffin.duckdb", "x"),
    ],
)
def test_a_commit_of_what_is_private_is_stopped(guarded: Repo, name: str, content: str):
    guarded.stage(name, content)
    (guarded.root / name).unlink()  # the index counts, not what lies on the disk
    said = commit(guarded, is_fine=False)
    assert name in said
    assert "mm: error: 1 finding: " in said
    guarded.git("reset", "-q", "--", name)
    guarded.stage("fine.txt", "fine\n")
    assert "nothing found" in commit(guarded, is_fine=True)


def test_an_export_under_another_name_is_stopped(guarded: Repo):
    with zipfile.ZipFile(guarded.root / "holiday.zip", "w") as archive:
        archive.writestr("Spotify/Streaming_History_Audio_2016_0.json", "[]")
    guarded.git("add", "-f", "holiday.zip")
    assert "holiday.zip" in commit(guarded, is_fine=False)


def test_each_way_to_commit_is_judged_by_what_it_would_take(guarded: Repo):
    guarded.commit("a.txt")
    guarded.commit("b.txt")
    guarded.write("a.txt", KEY)
    guarded.write("b.txt", "still fine\n")
    commit(guarded, "-a", is_fine=False)
    commit(guarded, "a.txt", is_fine=False)
    commit(guarded, "b.txt", is_fine=True)
    guarded.stage("c.txt", "fine\n")
    commit(guarded, is_fine=True)  # the key in a.txt is only in the working tree
    commit(guarded, "--amend", "-a", is_fine=False)


def test_installing_twice_changes_nothing_and_keeps_what_was_added(guarded: Repo):
    written = hook(guarded).read_bytes()
    assert hook(guarded).stat().st_mode & 0o777 == 0o755
    guarded.guard("--install-hook")
    assert hook(guarded).read_bytes() == written
    with hook(guarded).open("ab") as file:
        file.write(b"echo mine >&2\n")
    hook(guarded).write_bytes(hook(guarded).read_bytes().replace(b" guard ||", b" old ||"))
    guarded.guard("--install-hook")
    assert hook(guarded).read_bytes() == written + b"echo mine >&2\n"
    guarded.stage("a.txt", "fine\n")
    assert "mine" in commit(guarded, is_fine=True)


def test_a_program_that_is_gone_stops_the_commit_and_says_so(guarded: Repo):
    lines = hook(guarded).read_text().splitlines()
    lines = ["mm=/nowhere/mm" if line.startswith("mm=") else line for line in lines]
    hook(guarded).write_text("\n".join(lines))
    guarded.stage("a.txt", "fine\n")
    assert "mm: error: /nowhere/mm is gone" in commit(guarded, is_fine=False)


@pytest.mark.parametrize("is_link", [False, True])
def test_a_foreign_hook_stays_and_the_line_to_add_works(repo: Repo, is_link: bool):
    target = repo.root.parent / "their hook" if is_link else hook(repo)
    target.write_text(FOREIGN)
    target.chmod(0o755)
    if is_link:
        hook(repo).symlink_to(target)
    done = repo.guard("--install-hook")
    assert (done.returncode, target.read_text()) == (0, FOREIGN)
    assert hook(repo).is_symlink() is is_link
    assert "NOT active yet" in done.stderr
    repo.stage("a.txt", KEY)
    target.write_text(FOREIGN + done.stdout)
    assert "foreign hook ran" in commit(repo, is_fine=False)
    again = repo.guard("--install-hook")
    assert (again.stdout, "the line of mm guard is in it" in again.stderr) == ("", True)
    assert "unless what stands above it ends the hook" in again.stderr
    target.chmod(0o644)
    idle = repo.guard("--install-hook")
    assert (idle.stdout, "NOT active: the hook is not executable" in idle.stderr) == ("", True)
    assert "in it, and works" not in idle.stderr


def test_a_foreign_hook_that_is_not_executable_is_said_to_be_so(repo: Repo):
    hook(repo).write_text(FOREIGN)
    hook(repo).chmod(0o644)
    done = repo.guard("--install-hook")
    assert "NOT active yet" in done.stderr
    assert "make the hook executable" in done.stderr


def test_no_more_is_said_of_our_hook_than_is_certain(guarded: Repo):
    first, rest = hook(guarded).read_text().split("\n", 1)
    for above, is_sure in (("# mine\n\n", True), ("exit 0\n", False)):
        hook(guarded).write_text(f"{first}\n{above}{rest}")
        said = guarded.guard("--install-hook").stderr
        assert ("pre-commit runs mm guard before every commit" in said) is is_sure
        assert ("unless what stands above them ends the hook" in said) is not is_sure


def test_a_merge_that_brings_in_a_key_is_stopped(guarded: Repo):
    guarded.git("checkout", "-q", "-b", "side")
    guarded.commit("a.txt", KEY)  # past the hook
    guarded.git("checkout", "-q", "main")
    guarded.commit("b.txt")
    done = guarded.git("merge", "side", "-m", "merge", is_fine=False, has_home=False)
    assert "mm: error: 1 finding: " in done.stderr
    assert "a.txt" in done.stdout + done.stderr
    assert guarded.git("rev-list", "--merges", "--all").stdout == ""
    guarded.git("merge", "--abort")
    guarded.git("checkout", "-q", "-b", "other", "main~1")
    guarded.commit("c.txt")
    guarded.git("merge", "-q", "main", "-m", "merge", has_home=False)
    assert guarded.git("rev-list", "--merges", "--all").stdout != ""


def test_each_hook_is_installed_or_left_alone_on_its_own(repo: Repo):
    merge = hook(repo).with_name("pre-merge-commit")
    merge.write_text(FOREIGN)
    merge.chmod(0o755)
    done = repo.guard("--install-hook")
    assert (done.returncode, merge.read_text()) == (0, FOREIGN)
    assert "pre-commit runs mm guard before every commit" in done.stderr
    assert done.stdout.count(" guard || exit 1\n") == 1


def test_the_pre_commit_framework_gets_an_entry_that_works(repo: Repo):
    theirs = "#!/usr/bin/env bash\n# File generated by pre-commit: https://pre-commit.com\n"
    hook(repo).write_text(theirs)
    done = repo.guard("--install-hook")
    assert (done.returncode, hook(repo).read_text()) == (0, theirs)
    assert ".pre-commit-config.yaml" in done.stderr
    [entry] = yaml.safe_load(done.stdout)
    assert (entry["language"], entry["pass_filenames"]) == ("system", False)
    repo.stage("a.txt", KEY)
    ran = subprocess.run(
        shlex.split(entry["entry"]),
        cwd=repo.root,
        env=repo.environment(has_home=False),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, KEY in ran.stdout + ran.stderr) == (1, False)
    assert "a.txt" in ran.stdout


@pytest.mark.parametrize("path", [".githooks", "absolute"])
def test_a_hooks_path_of_the_repository_is_honoured(repo: Repo, tmp_path: Path, path: str):
    folder = tmp_path / "hooks" if path == "absolute" else repo.root / path
    repo.git("config", "core.hooksPath", str(folder) if path == "absolute" else path)
    repo.guard("--install-hook")
    assert (folder / "pre-commit").is_file()
    assert not hook(repo).exists()
    repo.stage("a.txt", KEY)
    commit(repo, is_fine=False)


def test_a_hooks_path_that_other_repositories_share_is_left_alone(repo: Repo, tmp_path: Path):
    settings = tmp_path / "gitconfig"
    settings.write_text(f"[core]\n\thooksPath = {tmp_path / 'shared'}\n")
    shared = replace(repo, env={"GIT_CONFIG_GLOBAL": str(settings)})
    done = shared.guard("--install-hook")
    assert (done.returncode, (tmp_path / "shared").exists()) == (0, False)
    assert "other repositories" in done.stderr
    assert " guard || exit 1" in done.stdout


@pytest.mark.parametrize("path", ["", os.devnull])
def test_hooks_that_are_turned_off_are_an_error(repo: Repo, path: str):
    repo.git("config", "core.hooksPath", path)
    done = repo.guard("--install-hook")
    assert done.returncode == 2
    assert "git config --unset core.hooksPath" in error_of(done)
    assert not (repo.root / "pre-commit").exists()


def test_a_worktree_has_the_hook_of_its_repository(repo: Repo, tmp_path: Path):
    repo.git("worktree", "add", "-q", str(tmp_path / "tree"), "-b", "side")
    tree = replace(repo, root=tmp_path / "tree")
    tree.write("home/config/.env", f"LASTFM_API_KEY={KEY}\n")
    tree.guard("--install-hook")
    assert hook(repo).is_file()
    for each in (tree, repo):
        each.stage("a.txt", IN_BASE64)
        commit(each, is_fine=False)
    assert replace(tree, env=WITH_KEY).findings() == [("a.txt", "secret", 1)]


def test_a_hook_without_a_home_says_none(repo: Repo):
    bare = replace(repo, env={**WITH_KEY, "MM_HOME": " "})
    bare.guard("--install-hook")
    assert "MM_HOME" not in hook(repo).read_text()
    assert "export" not in hook(repo).read_text()
    repo.stage("a.txt", KEY)
    assert " 1 finding: " in commit(repo, is_fine=False)
