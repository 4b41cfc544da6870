"""A line on stderr now and then while artists are looked up."""

from __future__ import annotations

import sys

from python_engines.clients.pace import Timing

_SECONDS_BETWEEN_LINES = 2.0
NOTE_MARK = "note: "
"""How a line begins that the listener should read even when progress is of no interest."""


class Progress:
    """Tells how far one step is: at its first look-up, every two seconds, and at its end."""

    def __init__(
        self,
        what: str,
        step: str,
        total_count: int,
        timing: Timing,
        *,
        is_shown: bool,
    ) -> None:
        self._begin = f"{what}, {step}"
        self._total_count = total_count
        self._timing = timing
        self._is_shown = is_shown
        self._done_count = 0
        self._asked_count = 0
        self._next_line_at = timing.monotonic()

    def advance(self, *, was_asked: bool) -> None:
        """Count one look-up."""
        self._done_count = min(self._done_count + 1, self._total_count)
        self._asked_count += was_asked
        now = self._timing.monotonic()
        if self._done_count == self._total_count or now >= self._next_line_at:
            self._next_line_at = now + _SECONDS_BETWEEN_LINES
            self._say()

    def finish(self) -> None:
        """Say that the step is done, if there was anything to do."""
        if self._done_count < self._total_count:
            self._done_count = self._total_count
            self._say()

    def _say(self) -> None:
        say(
            f"{self._begin}: {self._done_count} of {self._total_count} looked up,"
            f" {self._asked_count} asked anew",
            is_shown=self._is_shown,
        )


def say(line: str, *, is_shown: bool) -> None:
    """Write one line to stderr, when progress is shown."""
    if is_shown:
        sys.stderr.write(line + "\n")
        sys.stderr.flush()
