"""Telling a listening history from everything else, by its content.

Names are no guide: Spotify changed them five times, people rename files, and one archive mixes
them. The keys of the records tell. A name only helps where the content cannot speak: an empty or
broken file that is named like a history is refused with its reason instead of passed over.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from enum import Enum

from ingest.kinds import Form, SourceKind

_HISTORY_NAME = re.compile(
    r"stream(ing)?[ _-]?hist|endsong|endvideo|^(audio|video)[ _-]?\d{4}", re.IGNORECASE
)
_ACCOUNT_NAME = re.compile(r"streaminghistory", re.IGNORECASE)
_VIDEO_NAME = re.compile(r"video", re.IGNORECASE)

# Within a JSON text a quote inside a value is escaped, so these match keys only.
_KEYS: dict[Form, tuple[re.Pattern[bytes], re.Pattern[bytes]]] = {
    Form.EXTENDED: (re.compile(rb'"ts"\s*:'), re.compile(rb'"ms_played"\s*:')),
    Form.ACCOUNT: (re.compile(rb'"endTime"\s*:'), re.compile(rb'"msPlayed"\s*:')),
}
# A file cut off early may hold nothing but the start of its first record.
_FIRST_KEYS: dict[Form, re.Pattern[bytes]] = {
    Form.EXTENDED: re.compile(rb'\s*\[\s*\{\s*"ts"\s*:'),
    Form.ACCOUNT: re.compile(rb'\s*\[\s*\{\s*"endTime"\s*:'),
}
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_LONGEST_NAME = 200
# Control, format (text direction), lone surrogate, private use, line and paragraph separator.
_UNPRINTABLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


class Verdict(Enum):
    """What the first bytes and the name of a file tell."""

    HISTORY = "history"
    """A listening history, or named like one."""
    UNSURE = "unsure"
    """JSON, but the whole file has to be searched for the keys of a play."""
    OTHER = "other"
    """Something else."""


def judge_head(head: bytes, name: str) -> Verdict:
    """Judge a file by its first bytes (`limits.HEAD_BYTES` of them, or all) and its name."""
    if is_named_like_history(name):
        return Verdict.HISTORY
    is_json_name = name.lower().endswith(".json")
    if head.startswith(_UTF16_MARKS):
        return Verdict.UNSURE if is_json_name else Verdict.OTHER
    if not head.removeprefix(codecs.BOM_UTF8).lstrip().startswith((b"[", b"{")):
        return Verdict.OTHER
    if form_of(head) is not None:
        return Verdict.HISTORY
    return Verdict.UNSURE if is_json_name else Verdict.OTHER


def form_of(text: bytes) -> Form | None:
    """Return the form of a history from the keys in its JSON text, None if it is no history.

    The whole text is searched, so a broken first record does not hide the others.
    """
    text_start = text.removeprefix(codecs.BOM_UTF8)
    found: dict[Form, int] = {}
    for form, (time_key, length_key) in _KEYS.items():
        first_time = time_key.search(text)
        if first_time and (length_key.search(text) or _FIRST_KEYS[form].match(text_start)):
            found[form] = first_time.start()
    return min(found, key=found.__getitem__) if found else None


def form_by_name(name: str) -> Form:
    """Return the form that a file named like a history should have."""
    return Form.ACCOUNT if _ACCOUNT_NAME.search(name) else Form.EXTENDED


def kind_of(name: str, form: Form) -> SourceKind:
    """Return the source kind. Audio and video hold the same records: only the name tells them."""
    if form is Form.ACCOUNT:
        return SourceKind.ACCOUNT
    return SourceKind.VIDEO if _VIDEO_NAME.search(name) else SourceKind.AUDIO


def is_named_like_history(name: str) -> bool:
    """Return whether a name is one that Spotify gives its histories, or close to one."""
    return name.lower().endswith(".json") and bool(_HISTORY_NAME.search(name))


def clean_name(name: str) -> str:
    """Return a file name fit to be shown and stored: no control characters, not endless."""
    shown = "".join(
        "\N{REPLACEMENT CHARACTER}"
        if unicodedata.category(character) in _UNPRINTABLE
        else character
        for character in name
    )
    return shown if len(shown) <= _LONGEST_NAME else shown[: _LONGEST_NAME - 1] + "…"
