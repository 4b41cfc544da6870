"""Private files known by their bytes, whatever their name."""

from __future__ import annotations

import json
import re

_HEAD = 1 << 16
"""Bytes in which an export shows what it is."""
_LIST_OF_OBJECTS = re.compile(r"\ufeff?\s*\[\s*\{")
_PLAY_KEYS = (
    # the extended history, and the year that comes with the account data
    re.compile(r'"ms_played"\s*:'),
    re.compile(r'"msPlayed"\s*:'),
)
_LISTENER_KEYS = (
    re.compile(r'"(ip_addr(_decrypted)?|username|conn_country)"\s*:'),
    re.compile(r'"endTime"\s*:'),
)
_MAGIC = (
    ("warehouse", slice(8, 12), b"DUCK", "a DuckDB file under another name"),
    ("answer store", slice(0, 16), b"SQLite format 3\0", "a SQLite file under another name"),
)


def why_private(data: bytes, *, is_fixture: bool = False) -> tuple[str, str] | None:
    """Return rule and reason against a file with these bytes, or None.

    `is_fixture` says that the file is a made-up export, by its place.
    """
    for rule, part, magic, why in _MAGIC:
        if data[part] == magic:
            return rule, why
    if not is_fixture and _is_export(data[:_HEAD]):
        return "export", "an export of Spotify under another name"
    return None


def _is_export(head: bytes) -> bool:
    text = head.decode(json.detect_encoding(head), "replace")
    if not _LIST_OF_OBJECTS.match(text):
        return False
    return any(
        play.search(text) and listener.search(text)
        for play, listener in zip(_PLAY_KEYS, _LISTENER_KEYS, strict=True)
    )
