"""How often, and how many times, a service is called.

Both count attempts, not look-ups: a retry is a call like any other. The limiter is pyrate-limiter's
bucket, asked with our own clock: its own waiting reckons with the time it meant to sleep, not the
time it slept. What a library does not know is added here: pauses that a service asks for, and the
strain that it shows.
"""

from __future__ import annotations

import math
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from pyrate_limiter import InMemoryBucket, Rate, RateItem

_MS_PER_SECOND = 1_000
_SLOWER_WHEN_BUSY = 2.0
_SLOWER_WHEN_STRAINED = 1.25
_FASTER_WHEN_WELL = 0.9
_SLOWEST_WHEN_BUSY = 16.0
_SLOWEST_WHEN_STRAINED = 4.0
_IS_STRAINED_FROM = 2.0
"""Recent answers that take this many times as long as usual are a sign of strain."""
_SHORTEST_STRAIN_SECONDS = 0.5
"""Answers faster than this are never strain: a busy listener's machine makes them vary too."""
_SHARE_OF_NEWEST_IN_RECENT = 0.5
_SHARE_OF_NEWEST_IN_USUAL = 0.05


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
    """Longer than `1 / calls_per_second` seconds between two attempts, however they end.

    It adapts: half as fast after each refusal for being too fast or too busy, a quarter slower
    while answers take twice as long as usual, and back by a tenth with each answer that is well.
    """

    def __init__(self, calls_per_second: float, timing: Timing) -> None:
        self._gap_ms = max(1, math.ceil(_MS_PER_SECOND / calls_per_second))
        self._timing = timing
        self._slowness = 1.0
        self._was_busy = False
        self._recent: float | None = None
        self._usual = 0.0
        self._held_until = timing.monotonic()
        self._bucket = InMemoryBucket([Rate(1, self._gap_ms)])
        self._lock = threading.Lock()

    @property
    def slowness(self) -> float:
        """How many times the usual gap is kept, from 1."""
        return self._slowness

    @property
    def is_throttled(self) -> bool:
        """True from a refusal for being too fast or too busy until the pace is back to normal."""
        return self._was_busy

    def hold(self, seconds: float) -> None:
        """Let no attempt start for the next `seconds`."""
        with self._lock:
            self._held_until = max(self._held_until, self._timing.monotonic() + seconds)

    def wait(self) -> None:
        """Return when an attempt may start, and take that place."""
        with self._lock:
            while (seconds := self._seconds_to_wait()) > 0:
                self._timing.sleep(seconds)

    def note_busy(self) -> None:
        """Take note that the service refused for being asked too fast, or for being too busy."""
        with self._lock:
            self._was_busy = True
            self._set_slowness(min(_SLOWEST_WHEN_BUSY, self._slowness * _SLOWER_WHEN_BUSY))

    def note_answer(self, seconds: float) -> None:
        """Take note of an answer and the time that the service took for it."""
        with self._lock:
            if self._is_strained_by(seconds):
                if self._slowness < _SLOWEST_WHEN_STRAINED:
                    self._set_slowness(self._slowness * _SLOWER_WHEN_STRAINED)
            elif self._slowness > 1:
                self._set_slowness(max(1.0, self._slowness * _FASTER_WHEN_WELL))
                self._was_busy = self._was_busy and self._slowness > 1

    def _seconds_to_wait(self) -> float:
        """Return 0 and take the place, or how long to wait before asking again."""
        now = self._timing.monotonic()
        if now < self._held_until:
            return self._held_until - now
        call = RateItem("call", math.floor(now * _MS_PER_SECOND))
        if self._bucket.put(call):
            self._bucket.leak(call.timestamp)
            return 0.0
        wait_ms = self._bucket.waiting(call)  # an int: only buckets elsewhere are awaited
        return (wait_ms if isinstance(wait_ms, int) and wait_ms > 0 else 1) / _MS_PER_SECOND

    def _is_strained_by(self, seconds: float) -> bool:
        if self._recent is None:
            self._recent = self._usual = seconds
        self._recent += _SHARE_OF_NEWEST_IN_RECENT * (seconds - self._recent)
        self._usual += _SHARE_OF_NEWEST_IN_USUAL * (seconds - self._usual)
        return self._recent > max(_SHORTEST_STRAIN_SECONDS, _IS_STRAINED_FROM * self._usual)

    def _set_slowness(self, slowness: float) -> None:
        self._slowness = slowness
        self._bucket.rates = [Rate(1, math.ceil(self._gap_ms * slowness))]


class CallBudget:
    """The calls that one run may make over all services, and how many of them by now."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._allowed = limit
        self._taken = 0
        self._lock = threading.Lock()

    @property
    def taken(self) -> int:
        """Attempts made so far."""
        return self._taken

    @property
    def is_used_up(self) -> bool:
        """True when no attempt is left by now."""
        return self._taken >= self._allowed

    def allow_until(self, share: float) -> None:
        """Let at most this share (0 to 1) of the limit be used up by now, rounded up."""
        with self._lock:
            # rounded first: 0.2 + 0.1 of 10 is three calls, not four
            self._allowed = min(self._limit, math.ceil(round(self._limit * share, 6)))

    def take(self) -> bool:
        """Count one attempt; false, and nothing counted, when none is left."""
        with self._lock:
            if self._taken >= self._allowed:
                return False
            self._taken += 1
            return True
