"""`mm guard --history`: what any branch, tag, stash or reflog of a repository ever held."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.integration.git_repo import KEY, WITH_KEY, Repo
from tests.integration.mm import error_of

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    made = Repo(tmp_path, WITH_KEY)
    made.git("init", "-q", "-b", "main")
    made.commit("README.md")
    return made


def test_a_key_that_was_removed_again_is_in_the_history(repo: Repo):
    repo.commit("a.py", f"x = 1\nk = '{KEY}'\n")
    first = repo.git("rev-parse", "HEAD").stdout[:10]
    repo.commit("a.py", f"x = 2\nk = '{KEY}'\n")
    repo.commit("a.py")
    repo.git("checkout", "-q", "-b", "side", "HEAD~3")
    repo.commit("b.zip", b"PK")
    repo.commit("config/.env")
    repo.git("merge", "-q", "--no-verify", "-m", f"it was {KEY}", "main")
    repo.git("rm", "-q", "-f", "config/.env")
    repo.git("commit", "-q", "--no-verify", "-m", "clean")
    assert repo.guard().returncode == 0
    done = repo.guard("--history", "--format", "json")
    rows = [(row["path"], row["line"], row["rule"]) for row in json.loads(done.stdout)]
    assert sorted(rows, key=str) == [
        ("(message)", 7, "secret"),
        ("a.py", 2, "secret"),
        ("config/.env", None, "env file"),
    ]
    assert {row["path"]: row["where"] for row in json.loads(done.stdout)}["a.py"] == first
    assert "rewrite the commits" in error_of(done)


def test_a_huge_file_of_the_history_is_named_and_not_read(repo: Repo):
    repo.commit("huge.txt", b"0" * 20_000_001)
    done = repo.guard("--history")
    assert done.returncode == 0
    assert "note: not looked into: huge.txt (20 MB)" in done.stderr.splitlines()


def test_a_key_in_an_older_stash_is_found(repo: Repo):
    for content in (KEY, "other\n"):
        repo.write("README.md", content)
        repo.git("stash", "-q")
    assert len(repo.git("stash", "list").stdout.splitlines()) == 2
    assert repo.guard().returncode == 0
    assert repo.findings("--history") == [("README.md", "secret", 1)]
    repo.git("stash", "drop", "-q", "stash@{0}")
    repo.git("stash", "drop", "-q")
    assert repo.guard("--history").returncode == 0


def test_a_key_that_only_the_reflog_holds_is_found(repo: Repo):
    repo.commit("a.py", KEY)
    repo.git("reset", "-q", "--hard", "HEAD~1")
    assert repo.findings("--history") == [("a.py", "secret", 1)]
    assert "`git reflog`" in error_of(repo.guard("--history"))
    repo.git("reflog", "expire", "--expire=now", "--all")
    assert repo.guard("--history").returncode == 0
