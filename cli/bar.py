"""The moving bar at a terminal: where the work is, how much of it is done, and the time left."""

from __future__ import annotations

from time import monotonic

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Column
from rich.text import Text

from cli import output
from cli.time_left import in_words

_BAR_WIDTH = 12


class _TimeLeft(ProgressColumn):
    """Counts down to when the step should be done, and says nothing from then on."""

    def render(self, task: Task) -> Text:
        """Return the time left in words."""
        deadline: float | None = task.fields["deadline"]
        left = 0.0 if deadline is None else deadline - monotonic()
        return Text(in_words(left) if left > 0 else "", no_wrap=True)


class Bar:
    """A line at the bottom of the terminal for the step, and one for what goes on beside it."""

    def __init__(self) -> None:
        self._progress = Progress(
            SpinnerColumn(),
            TextColumn(
                "{task.description}",
                markup=False,
                table_column=Column(ratio=1, no_wrap=True, overflow="ellipsis"),
            ),
            BarColumn(bar_width=_BAR_WIDTH),
            TextColumn("{task.fields[counted]}", markup=False),
            TimeElapsedColumn(),
            _TimeLeft(),
            console=Console(stderr=True, highlight=False),
            transient=True,
            expand=True,
        )
        self._tasks: dict[bool, TaskID] = {}
        self._progress.start()
        self.show("starting", 0, None, "", None)

    def stop(self) -> None:
        """Take the bar away."""
        self._progress.stop()

    def say(self, line: str) -> None:
        """Write one line above the bar, which stays."""
        self._progress.console.print(output.clean(line), markup=False, soft_wrap=True)

    def show(
        self,
        words: str,
        done: float,
        total: float | None,
        counted: str,
        left: float | None,
        *,
        is_beside: bool = False,
    ) -> None:
        """Show how far the step is; `left` is in seconds, None where it is not known."""
        if is_beside not in self._tasks:
            self._tasks[is_beside] = self._progress.add_task("", counted="", deadline=None)
        self._progress.update(
            self._tasks[is_beside],
            description=output.clean(words),
            completed=done,
            total=total,
            counted=counted,
            deadline=None if left is None else monotonic() + left,
        )

    def remove_beside(self) -> None:
        """Take away the line of what went on beside the step."""
        if (task := self._tasks.pop(True, None)) is not None:
            self._progress.remove_task(task)
