"""The sealed form of the secrets, version 1: bytes and a password in, names and values out.

Pure: no files, no prompts. A MAC over the whole file is verified before anything is decrypted. A
plain checksum tells damage from a wrong password, a check value a wrong password from a forged
file. Errors are raised outside `except`: those of the libraries hold passwords and plain text.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import hmac
import json
import os
import time
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC
from cryptography.hazmat.primitives.padding import PKCS7

from cli.errors import ConfigurationError
from cli.secrets import errors


class Method(StrEnum):
    """How the content is encrypted. Both carry the same MAC over the whole file."""

    FERNET = "fernet"
    AES_256_CBC = "aes-256-cbc-hmac-sha256"


NAMES = ("lastfm_api_key", "listenbrainz_token", "musicbrainz_user_agent")  # what is kept
DEFAULT_ITERATIONS = 1_000_000
"""PBKDF2 rounds of a new file: an eighth of a second for us, a wall for who must guess."""
LEAST_WRITTEN = 600_000
"""Fewer rounds are not written (OWASP, Password Storage Cheat Sheet)."""
LEAST_READ, MOST_ITERATIONS = 100_000, 10_000_000
"""Rounds outside of these are refused before any is done: a forged count must not hang `mm`."""
MAX_BYTES = 64 * 1024  # of a file that is read or written

_FORMAT, _VERSION, _KDF = "mm-secrets", 1, "pbkdf2-hmac-sha256"
_KEY, _SALT, _IV, _CHECK, _MAC = 32, 16, 16, 16, 32  # lengths in bytes
_PADDING = PKCS7(algorithms.AES.block_size)
_SHORTEST_PASSWORD, _FEWEST_WORDS = 12, 4

_KDF_SHAPE = {"iterations": int, "name": str, "salt": str}
_HEADER_SHAPE = {"format": str, "kdf": _KDF_SHAPE, "method": str, "version": int}
_FILE_SHAPES = [
    {"check": str, "ciphertext": str, "header": header, "mac": str, "sha256": str}
    for header in (_HEADER_SHAPE, {**_HEADER_SHAPE, "iv": str})
]
_HAS_IV = {Method.FERNET.value: False, Method.AES_256_CBC.value: True}


@dataclass(frozen=True, slots=True)
class Header:
    """What the sealed bytes tell without a password; only opening them proves it."""

    version: int
    method: Method
    iterations: int


@dataclass(frozen=True, slots=True)
class _Sealed:
    known: Header
    header: dict[str, Any]
    salt: bytes
    iv: bytes
    check: bytes
    mac: bytes
    ciphertext: bytes


def seal(
    secrets: Mapping[str, str],
    password: str,
    method: Method = Method.FERNET,
    iterations: int = DEFAULT_ITERATIONS,
) -> bytes:
    """Encrypt names and values with fresh salt and IV; return the bytes of the file.

    Raises `SecretRefusedError` for a name that is not in `NAMES` or for too much text,
    `ConfigurationError` for a number of iterations that is not written.
    """
    check_iterations(iterations)
    for name in secrets:
        check_name(name)
    known, plain = Header(_VERSION, Method(method), iterations), _canonical(secrets)
    data = _seal(plain, password, known, os.urandom(_SALT), os.urandom(_IV), int(time.time()))
    if len(data) > MAX_BYTES:
        raise errors.SecretRefusedError("the secrets are too long to be kept: shorten the values")
    return data


def unseal(data: bytes, password: str) -> dict[str, str]:
    """Return the names and values sealed in `data`, all of them or none.

    Raises what `inspect` raises, `WrongPasswordError`, and `TamperedError` when the password is
    right and the rest is not what was sealed with it.
    """
    sealed = _read(data)
    root = _root(password, sealed.salt, sealed.known.iterations)
    if not hmac.compare_digest(_check(root, sealed.header), sealed.check):
        raise errors.WrongPasswordError
    secrets = None
    with contextlib.suppress(InvalidSignature):
        _file_mac(root, sealed.header, sealed.check, sealed.ciphertext).verify(sealed.mac)
        secrets = _decrypted(root, sealed)
    if secrets is None:
        raise errors.TamperedError
    return secrets


def inspect(data: bytes) -> Header:
    """Return what `data` tells without a password, or raise a `SecretsFileError`."""
    return _read(data).known


def check_name(name: str) -> None:
    """Raise `SecretRefusedError` unless a secret of that name is kept here."""
    if name not in NAMES:
        raise errors.SecretRefusedError(f"no secret has that name: take one of {', '.join(NAMES)}")


def check_iterations(iterations: int) -> None:
    """Raise `ConfigurationError` unless that many PBKDF2 rounds may be written."""
    if type(iterations) is not int or not LEAST_WRITTEN <= iterations <= MOST_ITERATIONS:
        raise ConfigurationError(
            f"iterations must be a whole number from {LEAST_WRITTEN:,} to {MOST_ITERATIONS:,}"
        )


def check_new_password(password: str) -> None:
    """Raise `PasswordRefusedError` unless it has 12 characters or 4 different words."""
    text = unicodedata.normalize("NFC", password).strip()
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in text):
        raise errors.PasswordRefusedError("the password holds control characters: leave them out")
    if len(text) < _SHORTEST_PASSWORD and len(set(text.split())) < _FEWEST_WORDS:
        words = "too short" if text else "empty"
        raise errors.PasswordRefusedError(f"the password is {words}: take 12 characters or 4 words")


def _seal(plain: bytes, password: str, known: Header, salt: bytes, iv: bytes, now: int) -> bytes:
    """Seal any bytes with a given salt, IV (Fernet draws its own) and Unix time in seconds."""
    kdf = {"iterations": known.iterations, "name": _KDF, "salt": _to_base64(salt)}
    header = {"format": _FORMAT, "kdf": kdf, "method": known.method, "version": known.version}
    root = _root(password, salt, known.iterations)
    if known.method is Method.FERNET:
        ciphertext = _fernet(root).encrypt_at_time(plain, now)
    else:
        header["iv"] = _to_base64(iv)
        padder, encryptor = _PADDING.padder(), _cbc(root, iv).encryptor()
        padded = padder.update(plain) + padder.finalize()
        ciphertext = encryptor.update(padded) + encryptor.finalize()
    check = _check(root, header)
    document = {
        "check": _to_base64(check),
        "ciphertext": _to_base64(ciphertext),
        "header": header,
        "mac": _to_base64(_file_mac(root, header, check, ciphertext).finalize()),
    }
    return _written({**document, "sha256": _checksum(document)})


def _read(data: bytes) -> _Sealed:
    document = _document(data) if len(data) <= MAX_BYTES else None
    if document is None:
        raise errors.UnknownFormError("it is too large or not in mm's JSON form")
    is_whole = _checksum(document) == document.get("sha256")
    header = document.get("header")
    # The checksum comes before the version: a flipped bit is damage and not a newer mm.
    if is_whole and type(header) is dict and header.get("format") == _FORMAT:
        version = header.get("version")
        if type(version) is int and version > _VERSION:
            raise errors.TooNewError
    if not any(_fits(document, shape) for shape in _FILE_SHAPES):
        raise errors.UnknownFormError("it has other members or types")
    if not is_whole:
        raise errors.DamagedError
    header, kdf = document["header"], document["header"]["kdf"]
    if (header["format"], header["version"], kdf["name"]) != (_FORMAT, _VERSION, _KDF):
        raise errors.UnknownFormError("it names another format, version or key derivation")
    if _HAS_IV.get(header["method"]) is not ("iv" in header):
        raise errors.UnknownFormError("its method is unknown or does not fit its header")
    if not LEAST_READ <= kdf["iterations"] <= MOST_ITERATIONS:
        raise errors.UnknownFormError("its iterations are too few or too many")
    return _Sealed(
        known=Header(_VERSION, Method(header["method"]), kdf["iterations"]),
        header=header,
        salt=_from_base64(kdf["salt"], _SALT),
        iv=_from_base64(header["iv"], _IV) if "iv" in header else b"",
        check=_from_base64(document["check"], _CHECK),
        mac=_from_base64(document["mac"], _MAC),
        ciphertext=_from_base64(document["ciphertext"]),
    )


def _document(data: bytes) -> dict[str, Any] | None:
    """Return the JSON object that `data` is, or None if not exactly as we write it."""
    # Writing it again also finds double keys, foreign spacing and text that is not ASCII.
    with contextlib.suppress(ValueError, RecursionError):
        document = json.loads(data.decode("utf-8"))
        if type(document) is dict and _written(document) == data:
            return document
    return None


def _fits(value: object, shape: object) -> bool:
    if not isinstance(shape, dict) or not isinstance(value, dict):
        return type(value) is shape  # to isinstance, True is an int
    return value.keys() == shape.keys() and all(_fits(value[k], shape[k]) for k in shape)


def _decrypted(root: bytes, sealed: _Sealed) -> dict[str, str] | None:
    with contextlib.suppress(ValueError, RecursionError, InvalidToken):
        if sealed.known.method is Method.FERNET:
            plain = _fernet(root).decrypt(sealed.ciphertext)
        else:
            decryptor, unpadder = _cbc(root, sealed.iv).decryptor(), _PADDING.unpadder()
            padded = decryptor.update(sealed.ciphertext) + decryptor.finalize()
            plain = unpadder.update(padded) + unpadder.finalize()
        secrets = json.loads(plain.decode("ascii"))
        if type(secrets) is dict and _canonical(secrets) == plain and secrets.keys() <= set(NAMES):
            return secrets if all(type(value) is str for value in secrets.values()) else None
    return None


def _root(password: str, salt: bytes, iterations: int) -> bytes:
    """Derive the root key: 32 bytes, since a second block would double only our cost."""
    # `surrogatepass`: the error about a password from an odd environment would quote it.
    text = unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")
    return PBKDF2HMAC(SHA256(), _KEY, salt, iterations).derive(text)


def _key(root: bytes, use: str) -> bytes:
    return HKDFExpand(SHA256(), _KEY, f"mm-secrets/v1/{use}".encode()).derive(root)


def _fernet(root: bytes) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_key(root, "fernet")))


def _cbc(root: bytes, iv: bytes) -> Cipher[modes.CBC]:
    return Cipher(algorithms.AES(_key(root, "aes-256-cbc/enc")), modes.CBC(iv))


def _check(root: bytes, header: Mapping[str, Any]) -> bytes:
    return _mac(root, "password-check", _canonical({"kdf": header["kdf"]})).finalize()[:_CHECK]


def _file_mac(root: bytes, header: Mapping[str, Any], check: bytes, ciphertext: bytes) -> HMAC:
    return _mac(root, "file-mac", _canonical(header), _to_base64(check).encode(), ciphertext)


def _mac(root: bytes, use: str, *parts: bytes) -> HMAC:
    mac = HMAC(_key(root, use), SHA256())
    for part in parts:
        # Each after its length, so that no bytes can move from one part to the next.
        mac.update(len(part).to_bytes(8, "big") + part)
    return mac


def _checksum(document: Mapping[str, Any]) -> str:
    rest = {name: value for name, value in document.items() if name != "sha256"}
    return hashlib.sha256(_canonical(rest)).hexdigest()


def _canonical(value: Mapping[str, Any]) -> bytes:
    return json.dumps(dict(value), sort_keys=True, separators=(",", ":")).encode("ascii")


def _written(document: Mapping[str, Any]) -> bytes:
    return json.dumps(document, sort_keys=True, indent=1).encode("ascii") + b"\n"


def _to_base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _from_base64(text: str, length: int | None = None) -> bytes:
    """Decode the one spelling that `_to_base64` gives; a second would escape the MAC."""
    data = None
    with contextlib.suppress(ValueError):
        data = base64.b64decode(text, validate=True)
    if data is None or _to_base64(data) != text or (length is not None and len(data) != length):
        raise errors.UnknownFormError("a value has the wrong length or spelling")
    return data
