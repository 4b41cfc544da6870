"""Where the key of a build comes from, and where it goes."""

from __future__ import annotations

import json
import secrets
from pathlib import Path

import pytest

from tests.integration import fault_server as play
from tests.integration.fault_server import FaultServer, Handler
from tests.integration.listeners import hear
from tests.integration.mm import Mm, error_of
from tests.integration.providers.key_search import needles_of
from tests.integration.sealing import (
    PASSWORD,
    run_with,
    seal,
)
from tests.integration.searching import texts_in
from tests.integration.terminal import Terminal


@pytest.fixture
def key() -> str:
    return secrets.token_hex(16)


def similar_only(handler: Handler) -> None:
    """Last.fm that knows lists and nothing else."""
    is_list = handler.hit.form["method"] == "artist.getSimilar"
    (play.similar() if is_list else play.error(6))(handler)


def test_a_build_asks_for_a_missing_key_once_and_enter_goes_on_without(mm: Mm) -> None:
    hear(mm, "Jess Glynne")
    settings = {"MM_MUSICBRAINZ_URL": "http://127.0.0.1:9/", "MM_MAX_API_CALLS_PER_SESSION": "0"}
    with Terminal(Mm(mm.home, settings), "build") as terminal:
        terminal.expect("LASTFM_API_KEY (Enter = without)")
        terminal.type_hidden("")
        assert terminal.end() == 0
        assert terminal.seen.count("Enter = without") == 1


@pytest.mark.parametrize("method", ["env", "encrypted", "prompt"])
def test_without_a_terminal_a_key_that_was_asked_for_is_exit_3(mm: Mm, method: str) -> None:
    hear(mm, "Jess Glynne")
    done = mm.run("build", "--config-method", method)
    assert done.returncode == 3
    assert "LASTFM_API_KEY" in error_of(done)
    assert "starting dbt" not in done.stderr


@pytest.mark.parametrize("place", ["environment", "file", "vault", "stdin password", "typed in"])
def test_a_key_from_any_place_reaches_last_fm_and_nothing_else(
    mm: Mm, key: str, place: str
) -> None:
    hear(mm, "Jess Glynne", "JP Cooper")
    server = FaultServer()
    env = {
        "MM_PROVIDERS": "lastfm",
        "MM_LASTFM_URL": server.url,
        "MM_LASTFM_CALLS_PER_SECOND": "500",
    }
    text, arguments = "", ["build", "--verbose", "--num-recs", "2"]
    config = mm.home / "config"
    if place == "environment":
        env["LASTFM_API_KEY"] = key
    elif place == "file":
        config.mkdir()
        (config / ".env").write_text(f"LASTFM_API_KEY={key}\n")
        (config / ".env").chmod(0o600)
    elif place != "typed in":
        seal(mm, key)
        if place == "vault":
            env["MM_SECRETS_PASSWORD"] = PASSWORD
        else:
            text, arguments = f"{PASSWORD}\n", [*arguments, "--password-stdin"]
    try:
        server.play(similar_only)
        private = Mm(mm.home, env)
        if place == "typed in":
            with Terminal(private, *arguments) as terminal:
                terminal.expect("LASTFM_API_KEY (Enter = without)")
                terminal.type_hidden(key)
                code, shown = terminal.end(), terminal.seen
        else:
            done = run_with(private, text, *arguments)
            code, shown = done.returncode, done.stdout + done.stderr
        assert code == 0, shown
        assert {hit.form["api_key"] for hit in server.hits} == {key}
    finally:
        server.stop()
    seen = shown.encode()
    for path in mm.home.rglob("*"):
        if path.is_file() and path != config / ".env":
            seen += "\n".join(texts_in(path)).encode()
    for secret in (key, PASSWORD):
        assert all(needle not in seen for needle in needles_of(secret))


_SPY = """
import json, os, sys
with open(os.environ["HOME"] + "/spied.jsonl", "a") as file:
    file.write(json.dumps({"argv": sys.argv, "env": dict(os.environ)}) + "\\n")
"""


@pytest.mark.parametrize("is_offline", [False, True])
def test_the_child_sees_the_key_only_when_it_may_ask(
    mm: Mm, key: str, tmp_path: Path, is_offline: bool
) -> None:
    hear(mm, "Jess Glynne")
    spy = tmp_path / "spy"
    spy.mkdir()
    (spy / "sitecustomize.py").write_text(_SPY)
    env = {
        "LASTFM_API_KEY": key,
        "MM_SECRETS_PASSWORD": PASSWORD,
        "AWS_SECRET_ACCESS_KEY": "x",
        "MM_PROVIDERS": "lastfm",
        "MM_LASTFM_URL": "http://127.0.0.1:9/",
        "MM_MAX_API_CALLS_PER_SESSION": "0",
    }
    private = Mm(mm.home, env)
    environment = private.environment() | {"PYTHONPATH": f"{spy}:{Path.cwd()}"}
    process = private.start("build", *(["--offline"] if is_offline else []), env=environment)
    assert process.communicate(timeout=120)[0] is not None
    assert process.returncode == 0
    spied = [json.loads(line) for line in (mm.home.parent / "spied.jsonl").read_text().splitlines()]
    assert all(key not in str(each["argv"]) for each in spied)
    (dbt,) = [each["env"] for each in spied if each["argv"][0].endswith("dbt")]
    assert not {"MM_SECRETS_PASSWORD", "AWS_SECRET_ACCESS_KEY", "LASTFM_API_KEY"} & set(dbt)
    assert dbt.get("DBT_ENV_SECRET_LASTFM_API_KEY") == (None if is_offline else key)
