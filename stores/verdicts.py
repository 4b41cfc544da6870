"""What can be said of an artist; apart from the store of it, so that to name one loads little."""

from __future__ import annotations

from enum import StrEnum


class Verdict(StrEnum):
    """What can be said of an artist."""

    LIKE = "like"
    DISLIKE = "dislike"
    BLOCK = "block"
    KNOWN = "known"
