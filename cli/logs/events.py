"""Saying what happened: one event with its facts, to whatever takes events down at the moment.

Where no command keeps a log, saying an event costs nothing and shows nothing.
"""

from __future__ import annotations

import logging

LOGGER = logging.getLogger("mm")
LOGGER.setLevel(logging.INFO)
LOGGER.propagate = False
LOGGER.addHandler(logging.NullHandler())

_FIELDS = "fields"
_IS_TOLD = "is_told"


def event(
    what: str, /, *, level: int = logging.INFO, is_told: bool = False, **fields: object
) -> None:
    """Log one event: what it is, in one word, and its facts; a fact that is None is left out.

    `is_told` says that the terminal shows this anyway. No fact may be a value of the listener's
    plays; known secrets are taken out wherever they stand.
    """
    LOGGER.log(level, what, extra={_FIELDS: fields, _IS_TOLD: is_told})


def fields_of(record: logging.LogRecord) -> dict[str, object]:
    """Return the facts of an event that are there."""
    fields: dict[str, object] = getattr(record, _FIELDS, {})
    return {name: value for name, value in fields.items() if value is not None}


def is_told(record: logging.LogRecord) -> bool:
    """Return whether the terminal shows an event by itself."""
    return bool(getattr(record, _IS_TOLD, False))
