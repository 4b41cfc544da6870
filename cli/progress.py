"""What is being done right now: a moving bar at a terminal, a few plain lines elsewhere."""

from __future__ import annotations

import sys
from time import monotonic
from types import TracebackType
from typing import TYPE_CHECKING, Self

from cli import output

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

_PLAIN_SECONDS = 5


class Steps:
    """Shows the steps of a long command on stderr while it is open."""

    def __init__(self, *, is_verbose: bool = False) -> None:
        self.is_verbose = is_verbose
        self._bar: Progress | None = None
        self._task: TaskID | None = None
        self._last_plain: tuple[str, float] = ("", 0)

    def __enter__(self) -> Self:
        """Start the bar when stderr is a terminal."""
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import (
                BarColumn,
                MofNCompleteColumn,
                Progress,
                SpinnerColumn,
                TextColumn,
                TimeElapsedColumn,
            )

            self._bar = Progress(
                SpinnerColumn(),
                TextColumn("{task.description}", markup=False),
                BarColumn(bar_width=20),
                MofNCompleteColumn(),
                TimeElapsedColumn(),
                console=Console(stderr=True, highlight=False),
                transient=True,
            )
            self._bar.start()
            self._task = self._bar.add_task("starting", total=None)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()

    def say(self, line: str) -> None:
        """Write one line that stays."""
        if self._bar is not None:
            self._bar.console.print(output.clean(line), markup=False, soft_wrap=True)
        else:
            output.progress(line)

    def detail(self, line: str) -> None:
        """Write one line that stays, only with `--verbose`."""
        if self.is_verbose:
            self.say(line)

    def at(self, what: str, done: int, total: int | None, item: str = "") -> None:
        """Say how far a step is: `done` of `total`, at `item`."""
        if self._bar is not None and self._task is not None:
            words = output.clean(f"{what} {item}".rstrip())
            self._bar.update(self._task, description=words, completed=done, total=total)
            return
        # Elsewhere a line for each new step and then one now and then: a log should stay short.
        now = monotonic()
        if what != self._last_plain[0] or now >= self._last_plain[1] + _PLAIN_SECONDS:
            self._last_plain = (what, now)
            output.progress(f"{what}: {done} of {total}" if total and done else f"{what} …")
