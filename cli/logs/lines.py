"""An event as a line: in logfmt for the file, in aligned words for a person.

logfmt is `key=value` separated by spaces, a value in double quotes where it needs them, as log
viewers read it and `grep 'event=failure'` finds it.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Mapping
from datetime import datetime

from cli import output
from cli.logs.events import fields_of
from cli.logs.redaction import redact

_NEEDS_QUOTES = re.compile(r'[\s"=\\]|^$')
_SECONDS = "seconds"


class LogfmtFormatter(logging.Formatter):
    """`time=… level=… pid=… event=…`, then the facts; always one line, without secrets."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of an event."""
        moment = datetime.fromtimestamp(record.created).astimezone()
        head = {
            "time": moment.isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "pid": record.process,
            "event": record.getMessage(),
        }
        return logfmt({**head, **fields_of(record)})


class WordsFormatter(logging.Formatter):
    """What became of something, its seconds and its name, in columns; then the other facts."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of an event."""
        fields = fields_of(record)
        word = _text(fields.pop("status", record.getMessage()))
        seconds = fields.pop(_SECONDS, None)
        took = f"{seconds:6.2f} s" if isinstance(seconds, float) else " " * 8
        name = redact(_text(fields.pop("name", "")))
        return f"{word:>8}  {took}  {name}  {logfmt(fields)}".rstrip()


def logfmt(fields: Mapping[str, object]) -> str:
    """Return facts as logfmt, secrets taken out."""
    return " ".join(f"{name}={_quoted(redact(_text(value)))}" for name, value in fields.items())


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.3f}"
    if isinstance(value, list | tuple):
        return ",".join(map(_text, value))
    return output.clean(str(value))


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False) if _NEEDS_QUOTES.search(text) else text
