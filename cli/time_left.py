"""How long a step will still take: a build from the last one like it, all else from its pace.

Nothing is said where nothing is known: an estimate is None until there is something to go by. The
share of models done is nothing to go by: the few slowest take half the time of a build.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from stores.atomic import atomic_write

FILE_NAME = "build_seconds.json"
"""In the cache folder: the seconds of each model and test, for the last runs of each kind."""

_KINDS_KEPT = 8
_WINDOW_S = 30.0
"""What was longer ago says nothing of the pace now."""
_SHORTEST_LOOK_S = 3.0
_LEAST_SHARE = 0.1
"""Before this share is done, its pace tells nothing of the whole."""
_KNOWN_SHARE = 0.9
_SLOWEST, _FASTEST = 4.0, 0.25


def in_words(seconds: float) -> str:
    """Return a time left as people say it, no finer than it can be known."""
    if seconds < 10:
        return "a few seconds left"
    if seconds < 60:
        return f"about {5 * round(seconds / 5)} s left"
    minutes = round(seconds / 60)
    if minutes < 60:
        return f"about {minutes} min left"
    return f"about {minutes // 60} h {minutes % 60} min left"


class Pace:
    """The pace of a step that counts up, over the last half minute."""

    def __init__(self, now: float) -> None:
        self._seen: deque[tuple[float, float]] = deque([(now, 0)])

    def at(self, done: float, now: float) -> None:
        """Take note of how much is done by now."""
        self._seen.append((now, done))
        while len(self._seen) > 2 and self._seen[1][0] < now - _WINDOW_S:
            self._seen.popleft()

    @property
    def per_second(self) -> float | None:
        """How much is done in a second; None before there was time to see."""
        (start, before), (end, done) = self._seen[0], self._seen[-1]
        if end - start < _SHORTEST_LOOK_S or done <= before:
            return None
        return (done - before) / (end - start)

    def left(self, total: float) -> float | None:
        """Return the seconds until `total` is done, if a tenth of it is, else None."""
        done, pace = self._seen[-1][1], self.per_second
        if pace is None or done < _LEAST_SHARE * total:
            return None
        return max(0.0, total - done) / pace


@dataclass(frozen=True, slots=True)
class LastRun:
    """How long a run took: as a whole, and each of its models and tests, in seconds."""

    wall: float
    """From the first model's start to the end of the last."""
    nodes: Mapping[str, float]


@dataclass(slots=True)
class RunTimes:
    """The seconds of one run of dbt, held against those of the last run of the same kind.

    Runs are of one kind if they do the same, as `kind` says, with as many models and tests.
    """

    folder: Path
    kind: str
    _took: dict[str, float] = field(default_factory=dict)
    _total: int | None = None
    _last: LastRun | None = None
    _started: float = 0
    _now: float = 0

    def expect(self, total: int, now: float) -> None:
        """Say how many models and tests there are in this run, of which the first begins now."""
        if self._total is None:
            self._total, self._started, self._now = total, now, now
            self._last = _read(self.folder / FILE_NAME).get(f"{self.kind} {total}")

    def finished(self, node: str, seconds: float, now: float) -> None:
        """Take note of a model or test that is done."""
        self._took[node] = seconds
        self._now = now

    def left(self) -> float | None:
        """Return the seconds left when the last model or test was done, None if not known."""
        if self._last is None or not self._took:
            return None
        known = [node for node in self._took if node in self._last.nodes]
        if len(known) < _KNOWN_SHARE * len(self._took):
            return None
        total = sum(self._last.nodes.values())
        done = sum(self._last.nodes[node] for node in known)
        if total <= 0:
            return None
        # Several run side by side, so that the whole takes less than the sum of its parts.
        expected = self._last.wall * done / total
        speed = 1.0
        if done >= _LEAST_SHARE * total:
            speed = min(_SLOWEST, max(_FASTEST, (self._now - self._started) / expected))
        return self._last.wall * max(0.0, total - done) / total * speed

    def remember(self) -> None:
        """Keep the seconds of this run, which went well, for the next; a full disk is no matter."""
        if not self._took or self._total is None:
            return
        path = self.folder / FILE_NAME
        kind = f"{self.kind} {self._total}"
        runs = {name: run for name, run in _read(path).items() if name != kind}
        runs[kind] = LastRun(self._now - self._started, self._took)
        newest = list(runs.items())[-_KINDS_KEPT:]
        rounded = {
            name: {
                "wall": round(run.wall, 3),
                "nodes": {node: round(seconds, 3) for node, seconds in run.nodes.items()},
            }
            for name, run in newest
        }
        with suppress(OSError):
            atomic_write(path, json.dumps(rounded).encode())


def _read(path: Path) -> dict[str, LastRun]:
    """Return the runs that are kept; what is damaged counts as nothing kept."""
    try:
        kept: Any = json.loads(path.read_bytes())
        return {
            str(kind): LastRun(
                float(run["wall"]),
                {str(node): float(seconds) for node, seconds in run["nodes"].items()},
            )
            for kind, run in kept.items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}
