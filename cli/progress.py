"""What is being done right now: a moving bar at a terminal, a few plain lines elsewhere.

Each step is an event too, with the seconds that it took.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from time import monotonic
from types import TracebackType
from typing import TYPE_CHECKING, Self

from cli import output
from cli.logs.events import event
from cli.time_left import in_words

if TYPE_CHECKING:
    from cli.bar import Bar

_PLAIN_SECONDS = 5


@dataclass(frozen=True, slots=True)
class Count:
    """How far something is."""

    done: float
    total: float | None
    """None where nobody knows."""
    words: str = ""
    """The same for people, such as "3 of 12 files"."""
    left: float | None = None
    """Seconds left, None where they are not known."""

    def __str__(self) -> str:
        """Say it on a plain line."""
        words = self.words or f"{self.done:.0f} of {self.total or 0:.0f}"
        return ", ".join([words] if self.left is None else [words, in_words(self.left)])


class Steps:
    """Shows the steps of a long command on stderr while it is open."""

    def __init__(self) -> None:
        self._bar: Bar | None = None
        self._step: tuple[str, float] | None = None
        self._last_plain: dict[bool, tuple[str, float]] = {}

    def __enter__(self) -> Self:
        """Start the bar when stderr is a terminal."""
        if sys.stderr.isatty():
            from cli.bar import Bar

            self._bar = Bar()
        _open.append(self)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Take the bar away."""
        _open.remove(self)
        if self._bar is not None:
            self._bar.stop()
        self._end_step(is_done=error is None)

    def say(self, line: str) -> None:
        """Write one line that stays, and log it."""
        event("note", is_told=True, message=line.removeprefix("note: "))
        self.show(line)

    def show(self, line: str) -> None:
        """Write one line that stays."""
        if self._bar is not None:
            self._bar.say(line)
        else:
            output.progress(line)

    def at(self, what: str, count: Count | None = None, item: str = "") -> None:
        """Say which step is being done, how far it is, and at what."""
        if self._step is None or self._step[0] != what:
            self._end_step(is_done=True)
            self._step = (what, monotonic())
            event("step", is_told=True, name=what)
        self._tell(f"{what} {item}".rstrip(), what, count or Count(0, None), is_beside=False)

    def beside(self, what: str, count: Count) -> None:
        """Say how far something is that goes on within the step."""
        if count.done == count.total:
            self._last_plain.pop(True, None)
            if self._bar is not None:
                self._bar.remove_beside()
            return
        self._tell(what, what, count, is_beside=True)

    def _tell(self, words: str, what: str, count: Count, *, is_beside: bool) -> None:
        if self._bar is not None:
            done, total = count.done, count.total
            counted = count.words or (f"{done:.0f}/{total:.0f}" if total else "")
            self._bar.show(words, done, total, counted, count.left, is_beside=is_beside)
            return
        # Elsewhere a line for each new step and then one now and then: a log should stay short.
        now = monotonic()
        before, told_at = self._last_plain.get(is_beside, ("", 0.0))
        if what != before or now >= told_at + _PLAIN_SECONDS:
            self._last_plain[is_beside] = (what, now)
            output.progress(f"{what}: {count}" if count.total and count.done else f"{what} …")

    def _end_step(self, *, is_done: bool) -> None:
        if self._step is not None:
            what, started = self._step
            status = "done" if is_done else "stopped"
            event("step", name=what, status=status, seconds=monotonic() - started)
            self._step = None


_open: list[Steps] = []


def show(line: str) -> None:
    """Write one line on stderr, above the bar if there is one."""
    if _open:
        _open[-1].show(line)
    else:
        output.progress(line)
