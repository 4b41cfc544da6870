"""What dbt and the clients say while they work, as progress for the listener and as events."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from time import monotonic
from typing import Any

from cli import dbt_run
from cli.failures import without_values
from cli.logs.events import event
from cli.progress import Count, Steps
from cli.time_left import Pace, RunTimes

_NOTE = "note: "
_LOOKED_UP = re.compile(
    r"(?P<what>.+): (?P<done>\d+) of (?P<total>\d+) looked up, (?P<asked>\d+) .*"
)
_ENDS = ("LogModelResult", "LogSeedResult", "LogTestResult")


class BuildListener:
    """Takes in the events of one dbt run; `what` says what is being built.

    `times` knows how long the last such run took.
    """

    def __init__(self, steps: Steps, what: str = "building", times: RunTimes | None = None) -> None:
        self._steps = steps
        self._what = what
        self._times = times
        self._done = 0
        self._look_ups: tuple[str, float, Pace] | None = None
        self._steps.at("starting dbt")

    def __call__(self, name: str, data: Mapping[str, Any]) -> None:
        """Take one event."""
        node = data.get("node_info", {}).get("node_name", "")
        if name == "LogStartLine":
            self._begin(node, int(data["total"]))
        elif name in _ENDS:
            self._end(node, str(data["status"]).lower(), float(data.get("execution_time", 0)))
        elif name == dbt_run.STDERR:
            self._hear(data["line"])

    def remember(self) -> None:
        """Keep for the next run how long everything took: this one went well."""
        if self._times is not None:
            self._times.remember()

    def _begin(self, node: str, total: int) -> None:
        left = None
        if self._times is not None:
            self._times.expect(total, monotonic())
            left = self._times.left()
        self._steps.at(self._what, Count(self._done, total, left=left), node)

    def _end(self, node: str, status: str, seconds: float) -> None:
        self._done += 1
        if self._times is not None:
            self._times.finished(node, seconds, monotonic())
        event("node", status=status, seconds=seconds, name=node)

    def _hear(self, line: str) -> None:
        # The clients tell how many artists they looked up, and what stood in the way; a warning
        # of a library is for the log.
        if looked_up := _LOOKED_UP.fullmatch(line):
            self._look_up(looked_up["what"], int(looked_up["done"]), int(looked_up["total"]), line)
        elif line.startswith(_NOTE):
            self._steps.say(line)
        else:
            event("library", level=logging.WARNING, message=without_values(line))

    def _look_up(self, what: str, done: int, total: int, line: str) -> None:
        now = monotonic()
        if self._look_ups is None or self._look_ups[0] != what:
            self._look_ups = (what, now, Pace(now))
        _, started, pace = self._look_ups
        pace.at(done, now)
        per_second = pace.per_second
        words = f"{done} of {total}" + (f", {per_second:.1f}/s" if per_second else "")
        self._steps.beside(what, Count(done, total, words, pace.left(total)))
        if done == total:
            self._look_ups = None
            event("look_ups", is_told=True, name=what, count=total, seconds=now - started)
            self._steps.show(line)
