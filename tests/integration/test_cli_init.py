"""`mm init` and `mm config test`, at a terminal and without one."""

from __future__ import annotations

import json
import secrets

import pytest

from tests.integration import fault_server as play
from tests.integration.fault_server import FaultServer
from tests.integration.mm import Mm, error_of
from tests.integration.sealing import (
    run_with,
    sources,
    with_password,
)
from tests.integration.terminal import Terminal


@pytest.fixture
def key() -> str:
    return secrets.token_hex(16)


def test_init_sets_up_a_home_and_again_changes_nothing(mm: Mm, key: str) -> None:
    mm.home.mkdir()
    (mm.home / ".gitignore").write_text("mine\n")
    done = run_with(mm, f"{key}\n", "init", "--method", "env", "--non-interactive", "--stdin")
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    assert "next: ask Spotify" in done.stderr
    assert key not in done.stderr
    assert (mm.home / ".gitignore").read_text().startswith("mine\n")
    assert sources(mm)["LASTFM_API_KEY"] == "config/.env"
    assert (mm.home / "config" / ".env").stat().st_mode & 0o777 == 0o600
    before = {path: path.read_bytes() for path in sorted(mm.home.rglob("*")) if path.is_file()}
    again = mm.run("init", "--non-interactive")
    assert again.returncode == 0
    assert "already" in again.stderr
    after = {path: path.read_bytes() for path in sorted(mm.home.rglob("*")) if path.is_file()}
    assert after == before
    template = json.loads((mm.home / "config" / "global_config.example.json").read_text())
    assert template["data_folder"] == "data/spotify"
    assert str(mm.home) not in json.dumps(template)


@pytest.mark.parametrize(
    ("method", "stored"), [("fernet", "fernet"), ("aes-256-cbc", "aes-256-cbc-hmac-sha256")]
)
def test_init_seals_a_key_without_a_terminal(mm: Mm, key: str, method: str, stored: str) -> None:
    done = run_with(
        with_password(mm), f"{key}\n", *("init", "--method", method, "--non-interactive", "--stdin")
    )
    assert done.returncode == 0, done.stderr
    header = json.loads((mm.home / "config" / "secrets.enc").read_bytes())["header"]
    assert header["method"] == stored
    assert sources(with_password(mm))["LASTFM_API_KEY"] == "config/secrets.enc"


def test_init_asks_at_a_terminal_what_was_not_said(mm: Mm, key: str) -> None:
    server = FaultServer()
    server.play(play.error(10))
    settings = {"MM_LASTFM_URL": server.url}
    try:
        with Terminal(Mm(mm.home, settings), "init") as terminal:
            terminal.expect("Number [4]")
            terminal.type("1")
            terminal.expect("LASTFM_API_KEY: ")
            terminal.type_hidden(key)
            terminal.expect("Try the key once")
            terminal.type("y")
            assert terminal.end() == 0
            assert "Last.fm refused the key" in terminal.seen
            assert key not in terminal.seen
        assert len(server.hits) == 1
    finally:
        server.stop()
    assert sources(mm)["LASTFM_API_KEY"] == "config/.env"
    refused = mm.run("init", "--method", "rot13")
    assert refused.returncode == 2
    assert "fernet" in error_of(refused)


def test_config_test_says_where_everything_comes_from_and_tries_the_key(mm: Mm, key: str) -> None:
    server = FaultServer()
    server.play(play.document({"artist": {"name": "The Beatles", "stats": {"listeners": "1"}}}))
    try:
        private = Mm(mm.home, {"LASTFM_API_KEY": key, "MM_LASTFM_URL": server.url})
        rows = {row["what"]: row for row in private.answer("config", "test", "--online")}
    finally:
        server.stop()
    assert len(server.hits) == 1
    assert rows["Last.fm"]["result"] == "Last.fm takes the key"
    assert (rows["LASTFM_API_KEY"]["result"], rows["LASTFM_API_KEY"]["source"]) == (
        "set",
        "LASTFM_API_KEY",
    )
    assert rows["who is asked"]["result"] == "lastfm, listenbrainz"
    assert not (mm.home / "data").exists()
    broken = mm.home / "config"
    broken.mkdir(parents=True)
    (broken / "global_config.json").write_text('{\n  "num_recs": 7,\n  "provider": "auto"\n}\n')
    done = mm.run("config", "test")
    assert done.returncode == 2
    assert "config/global_config.json, line 3" in error_of(done)
    assert "did you mean providers" in error_of(done)


def test_the_vars_for_plain_dbt_are_the_listeners_own(mm: Mm) -> None:
    assert mm.run("config", "vars").stdout == "{}\n"
    mm.run("config", "set", "tier_start", "5")
    mm.run("config", "set", "default_artist_tier_end", "77")
    assert json.loads(mm.run("config", "vars").stdout) == {"tier_end": 77, "tier_start": 5}


def test_a_provider_that_nobody_knows_is_refused_when_it_is_set(mm: Mm) -> None:
    done = mm.run("config", "set", "providers", "spotify")
    assert done.returncode == 2
    assert "lastfm, listenbrainz, file" in error_of(done)
    assert not (mm.home / "config" / "global_config.json").exists()
    assert mm.run("config", "set", "providers", "lastfm").returncode == 0
