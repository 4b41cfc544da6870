"""Cleaning what services send: a value fit for any table, or None."""

from __future__ import annotations

import math
import re
import unicodedata

LONGEST_NAME = 1_000
"""Characters kept of a name; longer ones are no names."""

_REPLACED = {"Cc": " ", "Cs": "\N{REPLACEMENT CHARACTER}"}  # control marks, lone surrogates
# One kind of apostrophe, quote and hyphen, as in the macro `name_key`.
_ONE_KIND = {
    ord(mark): one for marks, one in (("’‘´`", "'"), ("“”", '"'), ("‐‑–—", "-")) for mark in marks
}
_MBID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_YEAR = re.compile(r"\d{4}(?!\d)")
_LARGEST_COUNT = 10**15


def name_key(name: str) -> str:
    """Return the form under which a look-up is stored: two spellings in other case are one.

    No coarser than the artist's key in SQL (the macro `name_key`): ß and ss stay two.
    """
    return " ".join(unicodedata.normalize("NFC", name).translate(_ONE_KIND).lower().split())


def loose_key(name: str) -> str:
    """Return a name without case, accents and marks, to tell another artist from a spelling."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    letters = "".join(mark for mark in plain if mark.isalnum())
    return letters or plain.strip()


def clean_name(value: object) -> str | None:
    """Return a name without control characters and broken characters, or None."""
    if not isinstance(value, str) or len(value) > LONGEST_NAME:
        return None
    kept = value if value.isprintable() else "".join(_harmless(mark) for mark in value)
    return kept.strip() or None


def _harmless(mark: str) -> str:
    return _REPLACED.get(unicodedata.category(mark), mark)


def clean_mbid(value: object) -> str | None:
    """Return a MusicBrainz id in lower case, or None when it is none."""
    text = value.strip().lower() if isinstance(value, str) else ""
    return text if _MBID.fullmatch(text) else None


def clean_match(value: object) -> float | None:
    """Return a match from 0 to 1, given as a number or as text, or None when it is none."""
    number = clean_number(value)
    return number if number is not None and 0.0 <= number <= 1.0 else None


def clean_count(value: object) -> int | None:
    """Return a count from 0, given as a number or as text, or None when it is none."""
    number = clean_number(value)
    return int(number) if number is not None and 0 <= number <= _LARGEST_COUNT else None


def clean_year(value: object) -> int | None:
    """Return the year of a date such as "1988-01" or of a number, or None when there is none."""
    text = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    found = _YEAR.match(text)
    return int(found.group()) if found else None


def clean_number(value: object) -> float | None:
    """Return a finite number, given as a number or as text, or None when it is none."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def entries_of(value: object) -> list[object]:
    """Return the entries of a list that may come as one object, as blank text, or not at all."""
    if value is None or isinstance(value, str):
        return []
    return list(value) if isinstance(value, list) else [value]


def field_of(value: object, name: str) -> object:
    """Return a field of a JSON object; None for a missing one, or when it is no object."""
    return value.get(name) if isinstance(value, dict) else None
