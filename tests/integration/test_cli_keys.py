"""Where the key of a build comes from, and where it goes."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests.integration import fault_server as play
from tests.integration.fault_server import FaultServer, Handler
from tests.integration.listeners import hear
from tests.integration.mm import Mm, error_of
from tests.integration.providers.key_search import needles_of
from tests.integration.sealing import PASSWORD, run_with, seal
from tests.integration.searching import texts_in
from tests.integration.terminal import Terminal

AS_DBT_GETS_IT = "DBT_ENV_SECRET_LASTFM_API_KEY"


@pytest.fixture
def key() -> str:
    return secrets.token_hex(16)


def similar_only(handler: Handler) -> None:
    """Last.fm that knows lists and nothing else."""
    is_list = handler.hit.form["method"] == "artist.getSimilar"
    (play.similar() if is_list else play.error(6))(handler)


@pytest.mark.slow
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


@dataclass(frozen=True)
class Said:
    """How a build ended and all that it showed."""

    code: int
    shown: str


def place_key(mm: Mm, key: str, place: str) -> tuple[dict[str, str], str, list[str]]:
    """Put the key into its place; return what `mm` needs: environment, input, arguments."""
    config = mm.home / "config"
    if place == "environment":
        return {"LASTFM_API_KEY": key}, "", []
    if place == "file":
        config.mkdir()
        (config / ".env").write_text(f"LASTFM_API_KEY={key}\n")
        (config / ".env").chmod(0o600)
    elif place != "typed in":
        seal(mm, key)
        if place == "vault":
            return {"MM_SECRETS_PASSWORD": PASSWORD}, "", []
        return {}, f"{PASSWORD}\n", ["--password-stdin"]
    return {}, "", []


def build_with(mm: Mm, key: str, place: str, **env: str) -> Said:
    """Build with the key in that place."""
    found, text, more = place_key(mm, key, place)
    private = replace(mm, env=mm.env | {"MM_PROVIDERS": "lastfm"} | env | found)
    arguments = ["build", "--verbose", "--num-recs", "2", *more]
    if place == "typed in":
        with Terminal(private, *arguments) as terminal:
            terminal.expect("LASTFM_API_KEY (Enter = without)")
            terminal.type_hidden(key)
            return Said(terminal.end(), terminal.seen)
    done = run_with(private, text, *arguments)
    return Said(done.returncode, done.stdout + done.stderr)


def assert_not_seen(mm: Mm, said: Said, *hidden: str) -> None:
    """Neither what was shown nor any file holds a secret, but for config/.env, its place."""
    seen = said.shown.encode()
    for path in mm.home.rglob("*"):
        if path.is_file() and path != mm.home / "config" / ".env":
            seen += "\n".join(texts_in(path)).encode()
    for secret in hidden:
        assert all(needle not in seen for needle in needles_of(secret))


@pytest.mark.slow
def test_a_key_reaches_last_fm_and_nothing_else(mm: Mm, key: str) -> None:
    hear(mm, "Jess Glynne", "JP Cooper")
    server = FaultServer()
    try:
        server.play(similar_only)
        asked = {"MM_LASTFM_URL": server.url, "MM_LASTFM_CALLS_PER_SECOND": "500"}
        said = build_with(mm, key, "environment", **asked)
        assert said.code == 0, said.shown
        assert {hit.form["api_key"] for hit in server.hits} == {key}
    finally:
        server.stop()
    assert_not_seen(mm, said, key)


# Tells how each process of a build was started, and ends the one that would build.
_SPY = """
import json, os, sys
with open(os.environ["HOME"] + "/spied.jsonl", "a") as file:
    file.write(json.dumps({"argv": sys.orig_argv, "env": dict(os.environ)}) + "\\n")
if "cli.dbt_child" in sys.orig_argv:
    os._exit(77)
"""


@pytest.fixture
def spied(mm: Mm, tmp_path: Path) -> Mm:
    """`mm` that ends where dbt would begin, and leaves a word on how dbt was started."""
    hear(mm, "Jess Glynne")
    spy = tmp_path / "spy"
    spy.mkdir()
    (spy / "sitecustomize.py").write_text(_SPY)
    return Mm(mm.home, {"AWS_SECRET_ACCESS_KEY": "x"}, (spy,))


def dbt_environment(mm: Mm, key: str) -> dict[str, str]:
    """The environment that dbt got; no process got the key as an argument."""
    told = (mm.home.parent / "spied.jsonl").read_text().splitlines()
    spied = [json.loads(line) for line in told]
    assert all(key not in str(each["argv"]) for each in spied)
    (environment,) = [each["env"] for each in spied if "cli.dbt_child" in each["argv"]]
    return environment


@pytest.mark.parametrize("place", ["file", "vault", "stdin password", "typed in"])
def test_a_key_from_any_other_place_reaches_dbt_too(spied: Mm, key: str, place: str) -> None:
    said = build_with(spied, key, place)
    assert dbt_environment(spied, key)[AS_DBT_GETS_IT] == key
    assert_not_seen(spied, said, key, PASSWORD)


@pytest.mark.parametrize("is_offline", [False, True])
def test_dbt_gets_the_key_only_when_it_may_ask(spied: Mm, key: str, is_offline: bool) -> None:
    env = {"LASTFM_API_KEY": key, "MM_SECRETS_PASSWORD": PASSWORD, "MM_PROVIDERS": "lastfm"}
    private = replace(spied, env=spied.env | env)
    private.run("build", *(["--offline"] if is_offline else []))
    dbt = dbt_environment(private, key)
    assert not {"MM_SECRETS_PASSWORD", "AWS_SECRET_ACCESS_KEY", "LASTFM_API_KEY"} & set(dbt)
    assert dbt.get(AS_DBT_GETS_IT) == (None if is_offline else key)
