"""`config/.env`: secrets as plain text, for the listener's eyes only."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

from cli.errors import ConfigurationError
from cli.secrets.names import SECRETS
from stores.atomic import atomic_write

LABEL = "config/.env"
FILE_NAME = ".env"

_OTHERS = 0o077
_OURS = ("LASTFM_", "LISTENBRAINZ_", "MUSICBRAINZ_", "DBT_ENV_SECRET_")
_ASSIGNMENT = re.compile(r"\s*(?:export\s+)?(?P<name>\w+)\s*=")


def read(path: Path) -> dict[str, str]:
    """Return what the file says, by name; empty when there is none.

    By name and without expansion: a search upwards or `${HOME}` would bring in what others wrote.
    Raises `ConfigurationError` for a link, a file of somebody else's or one that is no text.
    """
    if not os.path.lexists(path):
        return {}
    _refuse_what_is_not_ours(path)
    from dotenv import dotenv_values

    try:
        values = dotenv_values(path, interpolate=False, encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise ConfigurationError(f"{LABEL}: not UTF-8") from None
    return {name: value for name, value in values.items() if value is not None}


def problems(path: Path) -> list[str]:
    """Return what should be mended in the file, a sentence each."""
    if not path.is_file():
        return []
    found = []
    if path.stat().st_mode & _OTHERS:
        found.append(
            f"{LABEL} is open to others on this machine: run `chmod 600 {shlex.quote(str(path))}`"
        )
    names = [match["name"] for match in map(_ASSIGNMENT.match, _lines(path)) if match]
    known = {name for secret in SECRETS for name in secret.variables}
    for name in dict.fromkeys(names):
        if names.count(name) > 1:
            found.append(f"{LABEL} says {name} more than once: the last one counts")
        if name.startswith(_OURS) and name not in known:
            found.append(f"{LABEL} says {name}, which is no name of a secret: `mm secrets list`")
        if name.startswith("MM_"):
            found.append(f"{LABEL} says {name}, and only secrets are read there: `mm config set`")
    return found


def write(path: Path, name: str, value: str) -> None:
    """Set one name in the file, other lines kept; the file is readable by its owner only."""
    line = f"{name}={_quoted(value)}"
    old = _lines(path) if path.is_file() else []
    matches = [_ASSIGNMENT.match(entry) for entry in old]
    kept = [
        entry
        for entry, match in zip(old, matches, strict=True)
        if not match or match["name"] != name
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    atomic_write(path, "\n".join([*kept, line, ""]).encode())


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8-sig", errors="replace").splitlines()


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def _refuse_what_is_not_ours(path: Path) -> None:
    if path.is_symlink():
        raise ConfigurationError(f"{LABEL} is a link: put the file itself there")
    if not path.is_file():
        raise ConfigurationError(f"{LABEL} is no file")
    if path.stat().st_uid not in (os.getuid(), 0):
        raise ConfigurationError(f"{LABEL} belongs to somebody else: make it yours")
