"""`config/.env`: secrets as plain text, for the listener's eyes only."""

from __future__ import annotations

import errno
import io
import os
import shlex
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from cli.errors import ConfigurationError
from cli.secrets.names import SECRETS
from cli.secrets.store import LOCK_NAME, PATIENCE_SECONDS
from stores.atomic import atomic_write
from stores.lock import wait_for

if TYPE_CHECKING:
    from dotenv.parser import Binding

LABEL = "config/.env"
FILE_NAME = ".env"

_OTHERS = 0o077
_OURS = ("LASTFM_", "LISTENBRAINZ_", "MUSICBRAINZ_", "DBT_ENV_SECRET_")


def read(path: Path) -> dict[str, str]:
    """Return what the file says, by name; empty when there is none.

    By name and without expansion: a search upwards or `${HOME}` would bring in what others wrote.
    Raises `ConfigurationError` for a link, a file of somebody else's or one that is no text.
    """
    return _values(_text(path))


def problems(path: Path) -> list[str]:
    """Return what should be mended in the file, a sentence each."""
    found = remarks(path)
    if path.exists() and path.stat().st_mode & _OTHERS:
        found.insert(
            0,
            f"{LABEL} is open to others on this machine: run `chmod 600 {shlex.quote(str(path))}`",
        )
    return found


def remarks(path: Path) -> list[str]:
    """Return what should be mended of what the file says, a sentence each."""
    text = _text(path)
    if text is None:
        astray = path.parent.parent / FILE_NAME
        return [f"{astray} is not read: keys belong into {LABEL}"] if astray.is_file() else []
    bindings = _bindings(text)
    found = [
        f"{LABEL}, line {binding.original.line}: not NAME=value, so it is passed over"
        for binding in bindings
        if binding.error or (binding.key is not None and binding.value is None)
    ]
    names = [binding.key for binding in bindings if binding.key is not None and not binding.error]
    known = {name for secret in SECRETS for name in secret.variables}
    for name in dict.fromkeys(names):
        if names.count(name) > 1:
            found.append(f"{LABEL} says {name} more than once: the last one counts")
        if name not in known and name.upper() in known:
            found.append(f"{LABEL} says {name}, which is not read: write {name.upper()}")
        elif name.startswith(_OURS) and name not in known:
            found.append(f"{LABEL} says {name}, which is no name of a secret: `mm secrets list`")
        if name.startswith("MM_"):
            found.append(f"{LABEL} says {name}, and only secrets are read there: `mm config set`")
    return found


def write(path: Path, name: str, value: str, *, instead_of: Iterable[str] = ()) -> None:
    """Set one name in the file, every other one kept as it is written; for its owner only.

    `instead_of` are names that say the same and go. Raises as `read` does.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with wait_for(path.parent / LOCK_NAME, PATIENCE_SECONDS):
        _write(path, name, value, instead_of)


def _write(path: Path, name: str, value: str, instead_of: Iterable[str]) -> None:
    old = _text(path) or ""
    dropped = {name, *instead_of}
    kept = "".join(
        binding.original.string for binding in _bindings(old) if binding.key not in dropped
    )
    gap = "\n" if kept and not kept.endswith("\n") else ""
    new = f"{kept}{gap}{name}={_quoted(value)}\n"
    expected = {key: said for key, said in _values(old).items() if key not in dropped}
    if _values(new) != {**expected, name: value}:
        raise ConfigurationError(f"{LABEL} could not be changed safely: add {name}=… by hand")
    atomic_write(path, new.encode())


def _values(text: str | None) -> dict[str, str]:
    values: dict[str, str] = {}
    for binding in _bindings(text or ""):
        if binding.key is not None and binding.value is not None and not binding.error:
            values[binding.key] = binding.value
    return values


def _bindings(text: str) -> list[Binding]:
    from dotenv.parser import parse_stream

    return list(parse_stream(io.StringIO(text, newline="")))


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def _text(path: Path) -> str | None:
    """Return the file's text; None when there is no file. Opened once, and no link followed."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        if error.errno != errno.ELOOP:
            raise
        raise ConfigurationError(f"{LABEL} is a link: put the file itself there") from None
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise ConfigurationError(f"{LABEL} is no file: take it away")
        if status.st_uid != os.geteuid():
            raise ConfigurationError(f"{LABEL} belongs to somebody else: make it yours")
        with os.fdopen(handle, "rb", closefd=False) as file:
            return file.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ConfigurationError(f"{LABEL}: not UTF-8, so save it anew as that") from None
    finally:
        os.close(handle)
