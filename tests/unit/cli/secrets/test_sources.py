"""Where a secret comes from: every combination of places, and that a lower one stays closed."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from cli.errors import ConfigurationError
from cli.secrets import env_file, sources, store
from cli.secrets.asking import Passwords
from cli.secrets.errors import WrongPasswordError
from cli.secrets.methods import ConfigMethod
from cli.secrets.names import LASTFM_KEY, LISTENBRAINZ_TOKEN, USER_AGENT, secret_named
from cli.secrets.sources import Reach, Sources

PASSWORD = "correct horse battery staple"
NAME = LASTFM_KEY.name
PLACES = ("environment", "file", "vault", "prompt")
FROM_ENV, FROM_FILE, FROM_VAULT, FROM_PROMPT = (letter * 32 for letter in "abcd")
SOURCES = (NAME, "config/.env", "config/secrets.enc", "typed in")


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("vault") / "secrets.enc"
    store.set_secret(path, LASTFM_KEY.stored_name, FROM_VAULT, PASSWORD)
    return path.read_bytes()


def put_vault(config: Path, sealed: bytes) -> None:
    path = config / "secrets.enc"
    path.write_bytes(sealed)
    path.chmod(0o600)


def passwords(env: dict[str, str] | None = None, *, is_person: bool = False) -> Passwords:
    return Passwords(env or {}, is_person=lambda: is_person)


@pytest.mark.parametrize("present", [*itertools.product([True, False], repeat=4)])
def test_the_first_place_that_has_a_name_gives_it_and_lower_ones_stay_closed(
    tmp_path: Path, sealed: bytes, monkeypatch: pytest.MonkeyPatch, present: tuple[bool, ...]
) -> None:
    in_environment, in_file, in_vault, at_prompt = present
    opened: list[str] = []
    env = {"MM_SECRETS_PASSWORD": PASSWORD} | ({NAME: FROM_ENV} if in_environment else {})
    if in_file:
        (tmp_path / ".env").write_text(f"{NAME}={FROM_FILE}\n")
        (tmp_path / ".env").chmod(0o600)
    if in_vault:
        put_vault(tmp_path, sealed)

    def spy(name: str, real):
        def called(*arguments: object):
            opened.append(name)
            return real(*arguments)

        return called

    monkeypatch.setattr(env_file, "read", spy("file", env_file.read))
    monkeypatch.setattr(store, "read", spy("vault", store.read))
    answer = FROM_PROMPT if at_prompt else ""
    monkeypatch.setattr(sources, "ask_hidden", spy("prompt", lambda _: answer))
    found = Sources(env, tmp_path, passwords(env, is_person=True)).find(LASTFM_KEY, Reach.PROMPT)

    if not any(present):
        assert found is None
        return
    first = present.index(True)
    assert found is not None
    value = (FROM_ENV, FROM_FILE, FROM_VAULT, FROM_PROMPT)[first]
    assert (found.value, found.source) == (value, SOURCES[first])
    assert value not in repr(found)
    reached = {place for place in opened if not (place == "vault" and not in_vault)}
    assert reached <= set(PLACES[1 : first + 1])


@pytest.mark.parametrize("blank", ["", "  ", "\t"])
def test_a_blank_value_is_absent(tmp_path: Path, sealed: bytes, blank: str) -> None:
    (tmp_path / ".env").write_text(f"{NAME}={blank}\n")
    put_vault(tmp_path, sealed)
    env = {NAME: blank, "MM_SECRETS_PASSWORD": PASSWORD}
    found = Sources(env, tmp_path, passwords(env)).find(LASTFM_KEY, Reach.QUIET)
    assert found is not None
    assert found.source == "config/secrets.enc"


@pytest.mark.parametrize(
    ("env", "file", "words"),
    [
        ({NAME: "two words"}, f"{NAME}={FROM_FILE}\n", f"{NAME} is no key of Last.fm"),
        ({}, f"{NAME}='two words'\n", rf"{NAME} \(config/.env\) is no key of Last.fm"),
    ],
)
def test_a_bad_value_is_an_error_that_names_its_place(
    tmp_path: Path, sealed: bytes, env: dict[str, str], file: str, words: str
) -> None:
    (tmp_path / ".env").write_text(file)
    put_vault(tmp_path, sealed)
    with pytest.raises(ConfigurationError, match=words) as raised:
        Sources(env, tmp_path, passwords(env)).find(LASTFM_KEY, Reach.QUIET)
    assert "two words" not in str(raised.value)


def test_each_name_is_looked_for_on_its_own(tmp_path: Path, sealed: bytes) -> None:
    agent = "mine/1 ( me@example.org )"
    (tmp_path / ".env").write_text(f"{USER_AGENT.name}={agent}\n")
    put_vault(tmp_path, sealed)
    env = {LISTENBRAINZ_TOKEN.name: "t0ken", "MM_SECRETS_PASSWORD": PASSWORD}
    places = Sources(env, tmp_path, passwords(env))
    found = {
        secret.name: places.find(secret, Reach.QUIET)
        for secret in (LASTFM_KEY, USER_AGENT, LISTENBRAINZ_TOKEN)
    }
    assert {name: each.source for name, each in found.items() if each is not None} == {
        "LASTFM_API_KEY": "config/secrets.enc",
        "MUSICBRAINZ_USER_AGENT": "config/.env",
        "LISTENBRAINZ_TOKEN": "LISTENBRAINZ_TOKEN",
    }


@pytest.mark.parametrize(
    ("method", "source"),
    [
        (ConfigMethod.ENV, NAME),
        (ConfigMethod.ENCRYPTED, "config/secrets.enc"),
        (ConfigMethod.PROMPT, "typed in"),
    ],
)
def test_a_method_restricts_to_its_place(
    tmp_path: Path, sealed: bytes, monkeypatch: pytest.MonkeyPatch, method, source: str
) -> None:
    put_vault(tmp_path, sealed)
    env = {NAME: FROM_ENV, "MM_SECRETS_PASSWORD": PASSWORD}
    monkeypatch.setattr(sources, "ask_hidden", lambda _: FROM_PROMPT)
    found = Sources(env, tmp_path, passwords(env, is_person=True), method).find(
        LASTFM_KEY, Reach.PROMPT
    )
    assert found is not None
    assert found.source == source
    empty = Sources({}, tmp_path / "nowhere", passwords(), method).find(LASTFM_KEY, Reach.PROMPT)
    assert empty is None


def test_without_a_person_nobody_is_asked_and_the_file_stays_closed(
    tmp_path: Path, sealed: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_vault(tmp_path, sealed)
    monkeypatch.setattr(sources, "ask_hidden", lambda _: pytest.fail("nobody is there"))
    places = Sources({}, tmp_path, passwords())
    assert places.find(LASTFM_KEY, Reach.PROMPT) is None
    assert places.is_locked


def test_a_person_has_three_tries_and_enter_leaves_the_file_closed(
    tmp_path: Path, sealed: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_vault(tmp_path, sealed)
    answers = iter(["wrong", "also wrong", PASSWORD])
    monkeypatch.setattr(sources, "ask_hidden", lambda _: next(answers))
    found = Sources({}, tmp_path, passwords(is_person=True)).find(LASTFM_KEY, Reach.PASSWORD)
    assert found is not None
    assert list(answers) == []
    monkeypatch.setattr(sources, "ask_hidden", lambda _: "wrong")
    with pytest.raises(WrongPasswordError):
        Sources({}, tmp_path, passwords(is_person=True)).find(LASTFM_KEY, Reach.PASSWORD)
    monkeypatch.setattr(sources, "ask_hidden", lambda _: "")
    closed = Sources({}, tmp_path, passwords(is_person=True))
    assert closed.find(LASTFM_KEY, Reach.PASSWORD) is None
    assert closed.is_locked
    monkeypatch.setattr(sources, "ask_hidden", lambda _: pytest.fail("asked a second time"))
    assert closed.find(USER_AGENT, Reach.PASSWORD) is None


def test_a_wrong_password_from_a_variable_is_an_error_at_once(
    tmp_path: Path, sealed: bytes
) -> None:
    put_vault(tmp_path, sealed)
    env = {"MM_SECRETS_PASSWORD": "wrong"}
    with pytest.raises(WrongPasswordError):
        Sources(env, tmp_path, passwords(env)).find(LASTFM_KEY, Reach.QUIET)


@pytest.mark.parametrize("name", ["lastfm_api_key", "LASTFM_API_KEY", "LastFM_Api_Key"])
def test_a_name_is_known_in_any_case(name: str) -> None:
    assert secret_named(name) is LASTFM_KEY


@pytest.mark.parametrize(
    ("name", "nearest"), [("LASTFM_KEY", "LASTFM_API_KEY"), ("token", "LISTENBRAINZ_TOKEN")]
)
def test_an_unknown_name_gets_the_nearest(name: str, nearest: str) -> None:
    with pytest.raises(ConfigurationError, match=f"did you mean {nearest}"):
        secret_named(name)


@pytest.mark.parametrize("typed", [FROM_ENV, "LASTFM_API_KEY=" + FROM_ENV, "a b"])
def test_what_may_be_a_secret_is_not_repeated(typed: str) -> None:
    with pytest.raises(ConfigurationError, match="no name of a secret") as raised:
        secret_named(typed)
    assert typed not in str(raised.value)


@pytest.mark.parametrize("key", ["your-key-here", "abc", "g" * 32, "a" * 31, "a" * 33])
def test_what_cannot_be_a_key_is_refused_at_its_place(tmp_path: Path, key: str) -> None:
    with pytest.raises(ConfigurationError, match=f"{NAME} is no key of Last.fm"):
        Sources({NAME: key}, tmp_path, passwords()).find(LASTFM_KEY, Reach.QUIET)
