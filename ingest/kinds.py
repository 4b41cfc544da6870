"""What a history comes in: its forms and sources, and why a record of it is set aside.

Apart from the records, so that an import with nothing new to read loads no library for reading.
"""

from __future__ import annotations

from enum import StrEnum


class Form(StrEnum):
    """The two forms of a listening history that Spotify gives out."""

    EXTENDED = "extended"
    """To the second, the whole life of an account: `Streaming_History_*`, `endsong_*`."""
    ACCOUNT = "account"
    """To the minute, the last year, fewer fields: `StreamingHistory*`."""


class SourceKind(StrEnum):
    """Where a file's plays come from. Audio and video differ in the file's name only."""

    AUDIO = "audio"
    VIDEO = "video"
    ACCOUNT = "account"


class RejectReason(StrEnum):
    """Why a single record is set aside; the first that applies, in this order."""

    NOT_AN_OBJECT = "not_an_object"
    MISSING_TIME = "missing_time"
    BAD_TIME = "bad_time"
    BAD_MS_PLAYED = "bad_ms_played"
    BAD_FIELD = "bad_field"
    IN_FUTURE = "in_future"
