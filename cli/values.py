"""What a var or a setting may be, and reading text or YAML as such a value."""

from __future__ import annotations

import json
import math
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cli.errors import ConfigurationError

_MEMORY = re.compile(r"(?P<amount>\d+(\.\d+)?) ?([KMGT]i?B|%)")
_WHOLE_PERCENT = 100
_LONGEST_SHOWN = 40
# As long as a key of Last.fm or a token of ListenBrainz, whose dashes are not counted.
_LOOKS_LIKE_A_KEY = re.compile(r"[0-9a-f]{32}", re.IGNORECASE)
_TRUE = frozenset({"true", "yes", "on", "1"})
_FALSE = frozenset({"false", "no", "off", "0"})


@dataclass(frozen=True, slots=True)
class Specification:
    """What one var or setting means and may be."""

    name: str
    kind: str
    meaning: str = ""
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[str, ...] = ()

    @classmethod
    def from_mapping(cls, name: str, entry: Any) -> Specification:
        """Read an entry of `config/variables.yml`."""
        if not isinstance(entry, Mapping) or entry.get("type") not in _READERS:
            raise ConfigurationError(f"config/variables.yml: {name} has no known type")
        return cls(
            name=name,
            kind=str(entry["type"]),
            meaning=str(entry.get("meaning", "")),
            unit=str(entry.get("unit", "")),
            minimum=entry.get("min"),
            maximum=entry.get("max"),
            choices=tuple(str(choice) for choice in entry.get("choices") or ()),
        )

    def range_in_words(self) -> str:
        """Return what the value may be, such as "a whole number from 1"."""
        words = _WORDS[self.kind]
        if self.choices:
            return f"one of {', '.join(self.choices)}"
        if self.minimum is not None:
            words += f" from {_plain(self.minimum)}"
        if self.maximum is not None:
            words += (
                f" to {_plain(self.maximum)}"
                if self.minimum is not None
                else (f" up to {_plain(self.maximum)}")
            )
        return words


def _plain(number: float) -> str:
    return f"{number:,.0f}" if number == int(number) else f"{number:g}"


def read_value(specification: Specification, said: Any, where: str) -> Any:
    """Return `said` as a value of its kind, in range.

    `said` is text (command line, environment) or what YAML or JSON made of it. Raises
    `ConfigurationError` naming `where`, the name and what it may be.
    """
    try:
        value = _READERS[specification.kind](said)
    except (ValueError, TypeError, OverflowError, RuntimeError):
        # RuntimeError: the home of a user who does not exist, or a value nested too deeply.
        raise _refusal(specification, said, where) from None
    if not _is_allowed(specification, value):
        raise _refusal(specification, said, where)
    return value


def _is_allowed(specification: Specification, value: Any) -> bool:
    low, high = specification.minimum, specification.maximum
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if is_number and ((low is not None and value < low) or (high is not None and value > high)):
        return False
    return not specification.choices or value in specification.choices


def _refusal(specification: Specification, said: Any, where: str) -> ConfigurationError:
    return ConfigurationError(
        f"{where}: {specification.name} must be {specification.range_in_words()}, not {shown(said)}"
    )


def shown(said: Any) -> str:
    """Return how a message repeats a value: in short, and never what may be a key."""
    if said is None or isinstance(said, bool):
        return json.dumps(said)
    if isinstance(said, list | Mapping):
        return "a list" if isinstance(said, list) else "a mapping"
    try:
        text = str(said)
    except ValueError:
        return "so large a number"
    if len(text) > _LONGEST_SHOWN or _LOOKS_LIKE_A_KEY.search(text.replace("-", "")):
        return f"the {len(text)} characters given"
    return repr(text) if isinstance(said, str) else text


def _integer(said: Any) -> int:
    if isinstance(said, bool) or not isinstance(said, int | str):
        raise TypeError
    return int(said)


def _number(said: Any) -> float:
    if isinstance(said, bool) or not isinstance(said, int | float | str):
        raise TypeError
    value = float(said)
    if not math.isfinite(value):
        raise ValueError
    # A whole number stays one, so that dbt sees 3 and not 3.0 when the default is 3.
    return int(value) if value.is_integer() and not isinstance(said, float) else value


def _text(said: Any) -> str:
    if not isinstance(said, str | int | float) or isinstance(said, bool):
        raise TypeError
    text = str(said)
    # Such a value is written between quotes in SQL.
    if any(mark in text for mark in "'\"\\{}\n\r\0"):
        raise ValueError
    return text


def _memory(said: Any) -> str:
    text = str(said).strip()
    if not (found := _MEMORY.fullmatch(text)):
        raise ValueError
    amount = float(found["amount"])
    if amount == 0 or (text.endswith("%") and amount > _WHOLE_PERCENT):
        raise ValueError
    return text


def _timestamp(said: Any) -> str:
    text = "" if said is None else str(said).strip()
    if not text:
        return ""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is not None:
        moment = moment.astimezone(UTC).replace(tzinfo=None)
    return moment.isoformat(sep=" ")


def _timezone(said: Any) -> str:
    from zoneinfo import available_timezones

    if said != "auto" and said not in available_timezones():
        raise ValueError
    return str(said)


def _boolean(said: Any) -> bool:
    word = str(said).strip().lower()
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    raise ValueError


def _list(said: Any) -> list[Any]:
    if not isinstance(said, list):
        raise TypeError
    return [_scalar(entry) for entry in said]


def _mapping(said: Any) -> dict[str, float]:
    if not isinstance(said, Mapping) or not said:
        raise TypeError
    return {_text(name): _number(value) for name, value in said.items()}


def _scalar(said: Any) -> Any:
    try:
        return _number(said)
    except (ValueError, TypeError):
        return _text(said)


def _path(said: Any) -> str:
    if not isinstance(said, str):
        raise TypeError
    text = said.strip()
    if not text or "\0" in text:
        raise ValueError
    os.fsencode(text)
    return str(Path(text).expanduser())


_READERS: dict[str, Callable[[Any], Any]] = {
    "integer": _integer,
    "number": _number,
    "share": _number,
    "text": _text,
    "memory": _memory,
    "timestamp": _timestamp,
    "timezone": _timezone,
    "boolean": _boolean,
    "list": _list,
    "mapping": _mapping,
    "path": _path,
}

_WORDS = {
    "integer": "a whole number",
    "number": "a number",
    "share": "a number",
    "text": "plain text without quotes",
    "memory": "an amount of memory such as 2GB or 70%",
    "timestamp": "a date or a UTC timestamp such as 2024-12-31, or empty for the newest play",
    "timezone": "an IANA time zone such as Europe/Vienna, or auto",
    "boolean": "true or false",
    "list": "a list, in YAML or JSON",
    "mapping": "names with numbers, such as {content: 1.0}",
    "path": "a path",
}
