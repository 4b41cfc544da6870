"""How often, and how many times, a service is called.

Both count attempts, not look-ups: a retry is a call like any other.
`pyrate-limiter` was tried and not taken: while it waits it reckons with the time it meant to sleep,
not the time it slept, so on a busy machine two calls came at half the gap; and it holds a thread.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Timing:
    """Clock, sleep and chance, so that a test can bring its own."""

    monotonic: Callable[[], float] = field(default=time.monotonic)
    """Seconds that only grow: gaps and deadlines."""
    sleep: Callable[[float], None] = field(default=time.sleep)
    now: Callable[[], float] = field(default=time.time)
    """Seconds since 1970 in UTC: the age of answers, and `Retry-After` dates."""
    chance: Callable[[], float] = field(default=random.random)
    """A number from 0 to 1 that spreads retries."""


class Pace:
    """At least `1 / calls_per_second` seconds between two attempts, however they end."""

    def __init__(self, calls_per_second: float, timing: Timing) -> None:
        self._gap = 1.0 / calls_per_second
        self._timing = timing
        self._free_at = timing.monotonic()
        self._lock = threading.Lock()

    def hold(self, seconds: float) -> None:
        """Let no attempt start for the next `seconds`."""
        with self._lock:
            self._free_at = max(self._free_at, self._timing.monotonic() + seconds)

    def wait(self) -> None:
        """Return when an attempt may start, and take that place."""
        with self._lock:
            while (left := self._free_at - self._timing.monotonic()) > 0:
                self._timing.sleep(left)
            self._free_at = self._timing.monotonic() + self._gap


class CallBudget:
    """The calls that one run may make, over all providers."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._taken = 0
        self._lock = threading.Lock()

    @property
    def taken(self) -> int:
        """Attempts made so far."""
        return self._taken

    @property
    def is_used_up(self) -> bool:
        """True when no attempt is left."""
        return self._taken >= self._limit

    def take(self) -> bool:
        """Count one attempt; false, and nothing counted, when none is left."""
        with self._lock:
            if self._taken >= self._limit:
                return False
            self._taken += 1
            return True
