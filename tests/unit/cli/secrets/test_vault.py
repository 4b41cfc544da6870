"""The sealed form opens with its password and in no other state; each defect has its own error."""

import base64
import functools
import json
import os
import shutil
import string
import subprocess
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cli.errors import MmError
from cli.secrets import errors, vault
from cli.secrets.errors import DamagedError, TamperedError, UnknownFormError, WrongPasswordError
from cli.secrets.vault import Header, Method

PASSWORD = "correct horse battery staple"
SECRETS = {"lastfm_api_key": "0" * 31 + "1"}
PLAIN = b'{"lastfm_api_key":"00000000000000000000000000000001"}'
SALT, IV, TIME = bytes(range(16)), bytes(range(16, 32)), 1_700_000_000
KEYS = {
    "password-check": "846b6cfee4b1ef409fdf3209694bb9360d366960be7527d4c8b5c44486387e1e",
    "file-mac": "0af8c3e0a474ee4d19ab1aa6c4c941b93d3c32ebc057c705fcf804eff843e724",
    "fernet": "f2a1bb1a8d5dec13b56ac3d83e6c3b1363385e51fe7884e0ee8933657c78cfa8",
    "aes-256-cbc/enc": "13b479283d3845030d65d5c2f02e0034e17ab517fd7ce9cf66b62d193cfcecbc",
}
KNOWN = {
    Method.AES_256_CBC: {
        "mac": "Gwb9/eh7nt38DOEHUy2qkqwWIRlh+bP9D3ez5zpbUlU=",
        "sha256": "af042491f6fbb5c5c8ef8b05212d3e13b2cf9e03c696d7959e070331572ef617",
    },
    Method.FERNET: {
        "mac": "flmgLiQ+uyh7eTXnKrdasqUS6AJyPlnD3rkdEjz0K5M=",
        "sha256": "5bb5e5e963089ecad30f47e3b73774f0e8009eddd311db5819871e220a6c30a6",
    },
}
OPENSSL_SCRIPT = Path(__file__).parent / "openssl_vectors.sh"

both_methods = pytest.mark.parametrize("method", list(Method))
any_text = st.text(max_size=200)


def seal(method: Method, plain: bytes = PLAIN, password: str = PASSWORD, version: int = 1) -> bytes:
    """Seal with the fewest iterations that are read, so that a test may open many files."""
    known = Header(version, method, vault.LEAST_READ)
    return vault._seal(plain, password, known, os.urandom(16), os.urandom(16), TIME)


SEALED = {method: seal(method) for method in Method}
FERNET = SEALED[Method.FERNET]
GONE = object()


def forged(sealed: bytes, edits: dict[str, object]) -> bytes:
    """Change members, named by their path, and make the plain checksum fit."""
    document = json.loads(sealed)
    for path, value in edits.items():
        *folders, name = path.split(".")
        member = functools.reduce(dict.__getitem__, folders, document)
        if value is GONE:
            del member[name]
        else:
            member[name] = value
    return vault._written({**document, "sha256": vault._checksum(document)})


def refusal_of(data: bytes, password: str = PASSWORD) -> type[BaseException]:
    """Return the kind of error that opening ends with, after a look at what it gives away."""
    with pytest.raises(MmError) as caught:
        vault.unseal(data, password)
    error = caught.value
    assert error.__context__ is None, "the error behind it may hold the password or the content"
    assert not any(hidden in str(error) for hidden in ("\n", PASSWORD, *SECRETS.values()))
    return type(error)


class TestKnownAnswers:
    def test_the_root_key_and_the_sub_keys(self) -> None:
        root = vault._root(PASSWORD, SALT, 100_000)
        assert root.hex() == "49d49c25f597846209f0d92e7770ab64e1c75e94b4ce6c509265ee67175d2a1e"
        assert {use: vault._key(root, use).hex() for use in KEYS} == KEYS

    @both_methods
    def test_the_whole_file(self, method: Method, monkeypatch: pytest.MonkeyPatch) -> None:
        with monkeypatch.context() as patch:
            patch.setattr(os, "urandom", lambda size: IV[:size])  # Fernet draws its IV itself
            data = vault._seal(PLAIN, PASSWORD, Header(1, method, 100_000), SALT, IV, TIME)
        document = json.loads(data)
        assert document["check"] == "ZztoOI0eQSeZVkdIbONqZQ=="
        assert {name: document[name] for name in KNOWN[method]} == KNOWN[method]
        assert data.decode() == json.dumps(document, indent=1, sort_keys=True) + "\n"
        assert vault.unseal(data, PASSWORD) == SECRETS

    def test_openssl_gives_the_same_answers(self, tmp_path: Path) -> None:
        if shutil.which("openssl") is None:
            (pytest.fail if os.environ.get("CI") else pytest.skip)("openssl is not installed")
        ran = subprocess.run(["bash", OPENSSL_SCRIPT], capture_output=True, text=True, check=False)
        assert (ran.returncode, ran.stdout.count("same ")) == (0, 11), ran.stdout + ran.stderr
        wrong = tmp_path / "wrong.sh"
        wrong.write_text(OPENSSL_SCRIPT.read_text().replace("ZztoOI0e", "ZztoOI0f"))
        assert subprocess.run(["bash", wrong], capture_output=True, check=False).returncode == 1


class TestOpening:
    @both_methods
    @settings(max_examples=25)
    @given(secrets=st.dictionaries(st.sampled_from(vault.NAMES), any_text), password=any_text)
    def test_whatever_was_sealed_comes_back(
        self, method: Method, secrets: dict[str, str], password: str
    ) -> None:
        data = seal(method, vault._canonical(secrets), password)
        assert vault.unseal(data, password) == secrets

    def test_two_spellings_of_one_password_open_the_same_file(self) -> None:
        spellings = [unicodedata.normalize(form, "Zoë's café crème") for form in ("NFC", "NFD")]
        assert spellings[0] != spellings[1]
        for sealed_by, opened_by in (spellings, reversed(spellings)):
            assert vault.unseal(seal(Method.FERNET, password=sealed_by), opened_by) == SECRETS

    @both_methods
    @pytest.mark.parametrize("password", ["", PASSWORD.title(), PASSWORD + " ", "\ud800"])
    def test_another_password_does_not_open_it(self, method: Method, password: str) -> None:
        assert refusal_of(SEALED[method], password) is WrongPasswordError

    @both_methods
    def test_two_files_of_the_same_secrets_share_nothing(self, method: Method) -> None:
        first, second = (vault.seal(SECRETS, PASSWORD, method) for _ in "12")
        assert vault.unseal(first, PASSWORD) == vault.unseal(second, PASSWORD) == SECRETS
        assert vault.inspect(first) == vault.inspect(second) == Header(1, method, 1_000_000)
        for part in (lambda it: it["ciphertext"], lambda it: it["header"]["kdf"]["salt"], iv_of):
            assert part(json.loads(first)) != part(json.loads(second))


def iv_of(document: dict[str, Any]) -> bytes:
    if "iv" in document["header"]:
        return base64.b64decode(document["header"]["iv"])
    return base64.urlsafe_b64decode(base64.b64decode(document["ciphertext"]))[9:25]


class TestDamage:
    @both_methods
    @pytest.mark.parametrize("mask", [0x01, 0x20, 0x80])
    def test_every_flipped_byte_is_refused(self, method: Method, mask: int) -> None:
        whole = SEALED[method]
        for place in range(len(whole)):
            data = bytearray(whole)
            data[place] ^= mask
            assert refusal_of(bytes(data)) is self.expected(bytes(data), whole), place

    @both_methods
    def test_every_truncation_is_refused(self, method: Method) -> None:
        whole = SEALED[method]
        assert {refusal_of(whole[:length]) for length in range(len(whole))} == {UnknownFormError}

    @settings(max_examples=300)
    @given(data=st.data(), method=st.sampled_from(list(Method)))
    def test_any_single_edit_is_refused(self, data: st.DataObject, method: Method) -> None:
        whole = SEALED[method]
        start = data.draw(st.integers(0, len(whole)))
        end = data.draw(st.integers(start, min(len(whole), start + 8)))
        edited = whole[:start] + data.draw(st.binary(max_size=8)) + whole[end:]
        assume(edited != whole)
        assert refusal_of(edited) is self.expected(edited, whole)

    def expected(self, data: bytes, whole: bytes) -> type[BaseException]:
        """Damage keeps the form; what breaks the form is told first."""
        try:
            document = json.loads(data)
            is_form = json.dumps(document, indent=1, sort_keys=True).encode() + b"\n" == data
        except ValueError:
            return UnknownFormError
        is_form = is_form and self.shape(document) == self.shape(json.loads(whole))
        return DamagedError if is_form else UnknownFormError

    def shape(self, value: object) -> object:
        if isinstance(value, dict):
            return {name: self.shape(member) for name, member in value.items()}
        return type(value)


def other(text: str) -> str:
    """Change the first of the bytes that a base64 text stands for."""
    data = base64.b64decode(text)
    return base64.b64encode(bytes([data[0] ^ 1]) + data[1:]).decode()


def of_length(length: int) -> str:
    return base64.b64encode(bytes(length)).decode()


OTHER_FORMS: list[tuple[str, list[object]]] = [
    ("header.format", ["mm-secret", None]),
    ("header.version", [0, -1, "1", True, 1.0]),
    ("header.method", ["rot13", "", GONE]),
    ("header.kdf.iterations", [99_999, 10_000_001, 10**12, 10**400, 0, -1]),
    ("header.kdf.iterations", [True, 1e6, 1e400, "600000", None]),
    ("header.kdf.name", ["scrypt", GONE]),
    ("header.kdf.salt", [of_length(15), "é" * 24, "?" * 24, GONE]),
    ("check", [of_length(17), "", None]),
    ("mac", [of_length(31), 0, GONE]),
    ("ciphertext", ["A", GONE]),
    *((name, ["x"]) for name in ("note", "header.note", "header.kdf.note", "header", "header.kdf")),
]


class TestForgery:
    """Whoever can write the file can also make its plain checksum fit."""

    @both_methods
    @pytest.mark.parametrize(("path", "values"), OTHER_FORMS)
    def test_another_form_is_refused_before_a_key_is_derived(
        self, method: Method, path: str, values: list[object], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(vault, "PBKDF2HMAC", None)
        for value in values:
            assert refusal_of(forged(SEALED[method], {path: value})) is UnknownFormError, value

    @both_methods
    def test_what_the_password_check_covers(self, method: Method) -> None:
        old, stranger = json.loads(SEALED[method]), json.loads(seal(method))
        for path, value in [
            ("header.kdf.iterations", vault.LEAST_READ + 1),
            ("header.kdf.salt", other(old["header"]["kdf"]["salt"])),
            ("check", other(old["check"])),
            ("check", stranger["check"]),
        ]:
            assert refusal_of(forged(SEALED[method], {path: value})) is WrongPasswordError, path

    @both_methods
    def test_what_the_mac_covers(self, method: Method) -> None:
        old, stranger = json.loads(SEALED[method]), json.loads(seal(method))
        has_iv = method is Method.AES_256_CBC
        (another,) = set(Method) - {method}
        for edits in [
            *({name: other(old[name])} for name in ("mac", "ciphertext")),
            *({name: stranger[name]} for name in ("mac", "ciphertext")),
            *({"ciphertext": text} for text in ("", of_length(48))),
            *({"header.iv": other(old["header"]["iv"])} for _ in range(has_iv)),
            {"header.method": another, "header.iv": GONE if has_iv else of_length(16)},
        ]:
            assert refusal_of(forged(SEALED[method], edits)) is TamperedError, edits
        for edits in [{"header.method": another}, {"header.iv": GONE if has_iv else of_length(16)}]:
            assert refusal_of(forged(SEALED[method], edits)) is UnknownFormError, edits

    def test_a_second_spelling_of_the_same_mac(self) -> None:
        mac = json.loads(FERNET)["mac"]
        # The last letter before "=" carries two bits that mean nothing.
        near = [mac[:-2] + letter + "=" for letter in string.ascii_letters + string.digits + "+/"]
        twins = {it for it in near if base64.b64decode(it) == base64.b64decode(mac)} - {mac}
        assert len(twins) == 3
        kinds = {refusal_of(forged(FERNET, {"mac": twin})) for twin in (*twins, mac + "====")}
        assert kinds == {UnknownFormError}

    @both_methods
    def test_nothing_is_decrypted_before_the_mac_is_right(
        self, method: Method, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        data = forged(SEALED[method], {"mac": other(json.loads(SEALED[method])["mac"])})
        monkeypatch.setattr(vault, "Cipher", None)
        monkeypatch.setattr(vault, "Fernet", None)
        assert refusal_of(data) is TamperedError
        with pytest.raises(TypeError, match="not callable"):
            vault.unseal(SEALED[method], PASSWORD)

    @both_methods
    def test_content_that_mm_would_not_seal(self, method: Method) -> None:
        for plain in [
            *[b"", b"[]", b"{}\n", b'{"lastfm_api_key":1}', b'{"password":"a"}', b"\xff\xfe{}"],
            *[b'{"lastfm_api_key":"a","lastfm_api_key":"b"}', b'{"lastfm_api_key": "a"}'],
            b"[" * 30_000,
        ]:
            assert refusal_of(seal(method, plain)) is TamperedError


class TestOtherFiles:
    def test_what_is_no_secrets_file(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for data in [
            *[b"", b"\n", b"null\n", b"[]\n", b"{}\n", b"LASTFM_API_KEY=x\n"],
            *["{}".encode("utf-16"), b"[" * 65_536, b'{"a":' * 10_000, b"1" * 65_536],
            *[b"<<<<<<< HEAD\n" + FERNET, FERNET * 2, FERNET + b"\n", b"\xef\xbb\xbf" + FERNET],
            *[FERNET.replace(b"\n", b"\r\n"), json.dumps(json.loads(FERNET)).encode()],
            FERNET.replace(b'{\n "check', b'{\n "check": "",\n "check', 1),
        ]:
            assert refusal_of(data) is UnknownFormError
        monkeypatch.setattr(vault.json, "loads", None)
        assert refusal_of(b" " * 65_537) is UnknownFormError  # not even parsed

    def test_a_file_of_a_newer_mm(self) -> None:
        newer = seal(Method.FERNET, version=2)
        reshaped = forged(newer, {"header.kdf": {"name": "argon2id"}, "recipients": []})
        assert {refusal_of(newer), refusal_of(reshaped)} == {errors.TooNewError}
        flipped = FERNET.replace(b'"version": 1', b'"version": 3')
        assert refusal_of(flipped) is DamagedError
