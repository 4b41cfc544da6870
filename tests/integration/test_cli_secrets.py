"""`mm secrets`, at a terminal and without one."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets

import pytest

from tests.integration.mm import Mm, error_of
from tests.integration.sealing import (
    OTHER_PASSWORD,
    PASSWORD,
    run_with,
    seal,
    sources,
    with_password,
)
from tests.integration.terminal import Terminal


@pytest.fixture
def key() -> str:
    return secrets.token_hex(16)


def test_a_secret_goes_in_and_its_place_is_told_never_its_value(mm: Mm, key: str) -> None:
    seal(mm, key)
    file = mm.home / "config" / "secrets.enc"
    assert file.stat().st_mode & 0o777 == 0o600
    assert json.loads(file.read_bytes())["header"]["kdf"]["iterations"] == 1_000_000
    assert sources(with_password(mm)) == {
        "LASTFM_API_KEY": "config/secrets.enc",
        "MUSICBRAINZ_USER_AGENT": "not set",
        "LISTENBRAINZ_TOKEN": "not set",
    }
    assert set(sources(mm).values()) == {"not set (config/secrets.enc is closed)"}
    assert sources(Mm(mm.home, {"LASTFM_API_KEY": key}))["LASTFM_API_KEY"] == "LASTFM_API_KEY"
    assert mm.run("secrets", "path").stdout == f"{file}\n"
    shown = with_password(mm).run("config", "show", "--format", "json")
    rows = {row["name"]: row for row in json.loads(shown.stdout)}
    assert (rows["LASTFM_API_KEY"]["value"], rows["LASTFM_API_KEY"]["source"]) == (
        "set",
        "config/secrets.enc",
    )
    assert key not in shown.stdout


@pytest.mark.parametrize(
    ("arguments", "text", "env", "code", "words"),
    [
        (("set", "LASTFM_API_KEY"), "", {}, 3, "no password for config/secrets.enc"),
        (("set", "LASTFM_API_KEY"), "", {"MM_SECRETS_PASSWORD": PASSWORD}, 3, "no value for"),
        (
            ("set", "LASTFM_API_KEY", "--stdin"),
            "a b\n",
            {"MM_SECRETS_PASSWORD": PASSWORD},
            2,
            "no key of Last.fm",
        ),
        (
            ("set", "LASTFM_API_KEY", "--stdin"),
            f"{'ab' * 16}\n",
            {"MM_SECRETS_PASSWORD": "short"},
            2,
            "12 characters",
        ),
        (("set", "LASTFM_API_KEY", "ab" * 16), "", {}, 2, "a secret is never an argument"),
        (("set", "ab" * 16), "", {}, 2, "no name of a secret"),
        (("set", "PASSWORD"), "", {}, 2, "there is no secret PASSWORD"),
        (("rotate",), "", {"MM_SECRETS_PASSWORD": PASSWORD}, 3, "mm secrets set"),
    ],
)
def test_what_cannot_be_done_is_one_line(
    mm: Mm, arguments: tuple[str, ...], text: str, env: dict[str, str], code: int, words: str
) -> None:
    done = run_with(Mm(mm.home, env), text, "secrets", *arguments)
    assert done.returncode == code, done.stderr
    assert words.lower() in error_of(done).lower()
    assert "ab" * 16 not in done.stdout + done.stderr
    assert not (mm.home / "config" / "secrets.enc").exists()


def test_the_four_ways_in_which_a_file_does_not_open_have_their_codes(mm: Mm, key: str) -> None:
    seal(mm, key)
    file = mm.home / "config" / "secrets.enc"
    whole = file.read_bytes()
    said = {}

    def code_of(content: bytes, password: str = PASSWORD) -> int:
        file.write_bytes(content)
        done = with_password(mm, password).run("config", "test", "--config-method", "encrypted")
        said[error_of(done)] = done.returncode
        return done.returncode

    def forged(**changes: object) -> bytes:
        """The file with other members and a checksum that fits them."""
        document = {**json.loads(whole), **changes}
        document.pop("sha256")
        canonical = json.dumps(document, sort_keys=True, separators=(",", ":")).encode()
        document["sha256"] = hashlib.sha256(canonical).hexdigest()
        return (json.dumps(document, indent=1, sort_keys=True) + "\n").encode()

    header = json.loads(whole)["header"]
    assert code_of(whole, "wrong password, this is") == 4
    assert code_of(whole.replace(b'"mac": "', b'"mac": "A')) == 5
    assert code_of(whole[:-9]) == 5
    assert code_of(forged(mac=base64.b64encode(bytes(32)).decode())) == 5
    assert code_of(forged(header=header | {"version": 2})) == 5
    words = ("wrong password", "damaged", "", "without the password", "newer")
    assert len(said) >= len(words) - 1
    for message, word in zip(said, words, strict=False):
        assert word in message
    assert all(key not in message for message in said)


def test_rotation_says_what_changed_and_what_it_cannot_undo(mm: Mm, key: str) -> None:
    seal(mm, key)
    file = mm.home / "config" / "secrets.enc"
    before = file.read_bytes()
    done = run_with(
        mm,
        f"{PASSWORD}\n{OTHER_PASSWORD}\n",
        *("secrets", "rotate", "--new-password", "--password-stdin", "--method", "aes-256-cbc"),
    )
    assert done.returncode == 0, done.stderr
    assert "a new password, method aes-256-cbc" in done.stderr
    assert "must be revoked" in done.stderr
    assert file.read_bytes() != before
    assert with_password(mm).run("secrets", "list").returncode == 4
    assert sources(with_password(mm, OTHER_PASSWORD))["LASTFM_API_KEY"] == "config/secrets.enc"
    assert [path.name for path in file.parent.iterdir() if "secrets.enc" in path.name] == [
        "secrets.enc"
    ]
    low = with_password(mm, OTHER_PASSWORD).run("secrets", "rotate", "--iterations", "599999")
    assert low.returncode == 2
    assert "600,000" in error_of(low)


def test_at_a_terminal_value_and_password_are_asked_for_without_echo(mm: Mm, key: str) -> None:
    with Terminal(mm, "secrets", "set", "LASTFM_API_KEY") as terminal:
        terminal.expect("new password")
        terminal.type_hidden(PASSWORD)
        terminal.expect("the same again")
        terminal.type_hidden(PASSWORD)
        terminal.expect("LASTFM_API_KEY: ")
        terminal.type_hidden(key)
        assert terminal.end() == 0
        assert "is in config/secrets.enc now" in terminal.seen
        assert PASSWORD not in terminal.seen
        assert key not in terminal.seen
    with Terminal(mm, "secrets", "list") as terminal:
        terminal.expect("password of config/secrets.enc")
        terminal.type_hidden("a wrong one it is")
        terminal.expect("wrong password")
        terminal.expect("password of config/secrets.enc")
        terminal.type_hidden(PASSWORD)
        assert terminal.end() == 0
        assert "config/secrets.enc " in terminal.seen


def test_two_new_passwords_that_differ_change_nothing(mm: Mm) -> None:
    with Terminal(mm, "secrets", "set", "LASTFM_API_KEY") as terminal:
        terminal.expect("new password")
        terminal.type_hidden(PASSWORD)
        terminal.expect("the same again")
        terminal.type_hidden(OTHER_PASSWORD)
        assert terminal.end() == 2
    assert not (mm.home / "config" / "secrets.enc").exists()


@pytest.mark.parametrize("mark", ["\x03", "\x04"], ids=["Ctrl-C", "Ctrl-D"])
def test_a_question_can_be_left(mm: Mm, mark: str) -> None:
    with Terminal(mm, "secrets", "set", "LASTFM_API_KEY") as terminal:
        terminal.expect("new password")
        terminal.type(mark, end="")
        assert terminal.end() == 130
        assert "interrupted" in terminal.seen
