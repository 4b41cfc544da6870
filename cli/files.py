"""Reading the listener's own files: `global_config.json`, and where any of them says what.

Whatever is wrong with one is a line that names the file, the line in it and what to do. A name that
comes twice is wrong too: both JSON and YAML would take the last in silence.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

from cli.errors import ConfigurationError

_JSON_FIXES = (
    ("Expecting property name", "write names and text between double quotes, and no comments"),
    ("Expecting ',' delimiter", "put a comma between two entries and a } at the end"),
    ("Expecting ':' delimiter", 'write `"name": value`'),
    ("Expecting value", "a value is text in double quotes, a number, true or false"),
    ("Unterminated string", "put a double quote at the end of the text"),
    ("Invalid control character", "put a double quote at the end of the text"),
    ("Invalid \\", "write \\\\ for a backslash, or / in a path"),
    ("Illegal trailing comma", "leave out the comma after the last entry"),
    ("Extra data", "leave out what follows the last }"),
)
NESTED = "nested too deeply: it holds names and values only"
"""Why a file is refused whose entries hold entries without end."""
_TOO_MANY_DIGITS = re.compile(rf"\d{{{sys.int_info.default_max_str_digits + 1},}}")


class _RepeatedNameError(Exception):
    """A name that comes twice in one JSON object."""


def read_json_object(path: Path, label: str) -> dict[str, Any]:
    """Return the object that a JSON file holds; raises `ConfigurationError` naming `label`."""
    text = text_of(path, label)
    try:
        content = json.loads(text, object_pairs_hook=_without_repetition)
    except _RepeatedNameError as error:
        name = str(error)
        where = place_in(text, name, label, nth=2)
        raise ConfigurationError(f"{where}: {name} is there twice; leave one") from None
    except json.JSONDecodeError as error:
        raise _json_refusal(text, error, label) from None
    except RecursionError:
        raise ConfigurationError(f"{label}: {NESTED}") from None
    except ValueError:
        where = _place(text, _TOO_MANY_DIGITS.search(text), label)
        raise ConfigurationError(f"{where}: a number has too many digits") from None
    if not isinstance(content, dict):
        raise ConfigurationError(f"{label}: must hold one object of keys and values")
    return content


def place_of(key: str, path: Path, label: str) -> str:
    """Return where a file says a key: its label, with the line when that can be seen."""
    return place_in(path.read_text(encoding="utf-8-sig", errors="replace"), key, label)


def place_in(text: str, key: str, label: str, *, nth: int = 1) -> str:
    """Return where `text` says a key for the nth time, as `place_of` does."""
    said = re.compile(rf"""(?:^|[{{,])\s*(?P<key>["']?{re.escape(key)}["']?)\s*:""", re.MULTILINE)
    found = list(said.finditer(text))
    return _place(text, found[nth - 1] if len(found) >= nth else None, label, "key")


def refuse_secret(key: str, place: str) -> None:
    """Refuse a secret's name in a file that is not made for it."""
    if name := secret_name(key):
        raise ConfigurationError(
            f"{name} is a secret and does not belong in {place}: "
            f"take it out there by `mm config unset {name}`, then `mm secrets set {name}`"
        )


def secret_name(key: str) -> str | None:
    """Return the name of the secret that `key` means in any case, or None."""
    from cli.secrets.names import SECRETS

    said = key.strip().upper().replace("-", "_")
    return next((secret.name for secret in SECRETS if said in secret.variables), None)


def text_of(path: Path, label: str) -> str:
    """Return the text of a file; raises `ConfigurationError` naming `label` if it is not UTF-8."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise ConfigurationError(f"{label}: not UTF-8; save it as UTF-8") from None


def _without_repetition(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read: dict[str, Any] = {}
    for name, value in pairs:
        if name in read:
            raise _RepeatedNameError(name)
        read[name] = value
    return read


def _json_refusal(text: str, error: json.JSONDecodeError, label: str) -> ConfigurationError:
    position, before = error.pos, text[: error.pos].rstrip()
    fix = next((fix for start, fix in _JSON_FIXES if error.msg.startswith(start)), "mend it")
    if not text.strip():
        fix = "write {} or remove the file"
    elif before.endswith(",") and text[error.pos : error.pos + 1] in ("}", "]"):
        position, fix = len(before) - 1, "leave out the comma after the last entry"
    words = error.msg[:1].lower() + error.msg[1:].removesuffix(" starting at").removesuffix(" at")
    where = f"{label}, line {text.count(chr(10), 0, position) + 1}"
    return ConfigurationError(f"{where}: not valid JSON ({words}): {fix}")


def _place(text: str, found: re.Match[str] | None, label: str, group: str | int = 0) -> str:
    if found is None:
        return label
    return f"{label}, line {text.count(chr(10), 0, found.start(group)) + 1}"
