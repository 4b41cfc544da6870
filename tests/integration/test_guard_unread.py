"""`mm guard` when something of the listener's own cannot be read: it goes on, and tells."""

from __future__ import annotations

import base64
import hashlib
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from cli.secrets import vault
from tests.integration.git_repo import KEY, Repo
from tests.integration.mm import error_of

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

TOKEN = hashlib.sha256(b"a token of nobody").hexdigest()[:36]
GOES_ON = "note: mm guard goes on without what it could not read: "


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """A repository whose hook is in place, and a home with a token in it."""
    made = Repo(tmp_path, {})
    made.git("init", "-q", "-b", "main")
    made.commit("README.md")
    made.write("home/config/.env", f"LISTENBRAINZ_TOKEN={TOKEN}\n")
    made.guard("--install-hook")
    return made


def spoil(repo: Repo, how: str) -> Repo:
    if how == "bad value":
        repo.write("home/config/.env", f"LASTFM_API_KEY=a b c\nLISTENBRAINZ_TOKEN={TOKEN}\n")
    elif how == "broken settings":
        repo.write("home/config/global_config.json", "{")
    elif how == "damaged store":
        repo.write("home/config/secrets.enc", "{}")
    else:
        repo.write(
            "home/config/secrets.enc", vault.seal({"lastfm_api_key": KEY}, "four words it is")
        )
        return replace(repo, env={"MM_SECRETS_PASSWORD": "another one"})
    return replace(repo, env={"MM_SECRETS_PASSWORD": "x"} if how == "damaged store" else {})


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ("bad value", "LASTFM_API_KEY (config/.env) is no "),
        ("broken settings", "config/global_config.json, line 1: not valid JSON"),
        ("wrong password", "wrong password for the secrets file"),
        ("damaged store", "the secrets file is not as mm writes it"),
    ],
)
def test_the_guard_goes_on_with_what_it_can_read(repo: Repo, how: str, words: str):
    spoiled = spoil(repo, how)
    done = spoiled.guard()
    notes = [line for line in done.stderr.splitlines() if line.startswith(GOES_ON)]
    assert (done.returncode, len(notes)) == (0, 1)
    assert notes[0].startswith(GOES_ON + words)
    assert "looked for 1 secret of yours" in done.stderr
    assert "is closed" not in done.stderr
    spoiled.stage("a.txt", "fine\n")
    said = spoiled.git("commit", "-q", "-m", "fine").stderr
    assert notes[0] in said.splitlines()
    spoiled.stage("b.txt", base64.b64encode(TOKEN.encode()))
    assert spoiled.findings() == [("b.txt", "secret", 1)]
    spoiled.git("commit", "-q", "-m", "not fine", is_fine=False)


def test_a_secret_in_the_environment_is_known_though_the_file_is_a_link(repo: Repo):
    (repo.root / "home/config/.env").unlink()
    (repo.root / "home/config/.env").symlink_to("elsewhere")
    known = replace(repo, env={"LASTFM_API_KEY": KEY})
    assert f"{GOES_ON}config/.env is a link" in known.guard().stderr
    known.stage("a.txt", KEY)
    assert known.findings() == [("a.txt", "secret", 1)]


def test_git_that_does_not_work_is_an_error_all_the_same(repo: Repo):
    (repo.root / ".git/index").write_bytes(b"no index")
    done = repo.guard()
    assert (done.returncode, "does not work here" in error_of(done)) == (2, True)


def test_a_secret_too_short_to_be_searched_for_is_not_counted(repo: Repo):
    repo.write("home/config/.env", "LISTENBRAINZ_TOKEN=abcdefg\n")
    said = repo.guard().stderr
    assert "looked for no secret of yours" in said
    assert "note: LISTENBRAINZ_TOKEN is not searched for: " in said
    assert "abcdefg" not in said
    repo.write("home/config/.env", "LISTENBRAINZ_TOKEN=abcdefgh\n")
    assert "looked for 1 secret of yours" in repo.guard().stderr


def test_the_user_agent_is_public_and_no_secret(repo: Repo):
    agent = "my-music/1.0 ( anna@example.org )"
    known = replace(repo, env={"MUSICBRAINZ_USER_AGENT": agent})
    known.stage("README.md", agent)
    done = known.guard()
    assert (done.returncode, "looked for 1 secret of yours" in done.stderr) == (0, True)


@pytest.mark.parametrize("option", [(), ("--history",), ("--install-hook",)])
def test_the_demo_has_nothing_to_guard(repo: Repo, option: tuple[str, ...]):
    hook = repo.root / ".git/hooks/pre-commit"
    before = hook.read_bytes()
    done = repo.mm.run("--demo", "guard", *option)
    assert (done.returncode, done.stdout) == (2, "")
    assert error_of(done).endswith("run `mm guard`")
    assert hook.read_bytes() == before
