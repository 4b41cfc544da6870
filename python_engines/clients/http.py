"""How a service is asked: politely, within bounds, again when that may help, and not for ever.

Retries lie above the pace and the budget, so every attempt counts.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Generic, TypeVar

from python_engines.clients.errors import WORTH_ANOTHER_TRY, Fault, FaultKind
from python_engines.clients.exchange import Document, Exchange, Limits, Reply, Request
from python_engines.clients.pace import CallBudget, Pace, Timing
from python_engines.clients.sites import Site

T = TypeVar("T")

_STATUS_KINDS: Mapping[int, FaultKind] = {
    HTTPStatus.UNAUTHORIZED: FaultKind.TURNED_AWAY,
    HTTPStatus.FORBIDDEN: FaultKind.TURNED_AWAY,
    HTTPStatus.REQUEST_TIMEOUT: FaultKind.BUSY,
    HTTPStatus.TOO_MANY_REQUESTS: FaultKind.BUSY,
}
_STOPPING = frozenset({FaultKind.KEY_REFUSED, FaultKind.TURNED_AWAY, FaultKind.ASKED_TO_WAIT})
_WHOLE = re.compile(r"\d+", re.ASCII)


@dataclass(frozen=True, slots=True)
class HttpPolicy:
    """How a service is treated."""

    limits: Limits = field(default_factory=Limits)
    tries: int = 4
    """Attempts for one look-up, the first included."""
    backoff_seconds: float = 1.0
    """Wait before the second try; doubled for each further one, spread by half."""
    longest_wait_seconds: float = 60.0
    """A service that asks for a longer pause is left for this run."""
    failures_to_leave: int = 5
    """Look-ups that fail in a row before the service is left for this run."""
    bad_request: FaultKind = FaultKind.REFUSED
    """What HTTP 400 means here; some services wrap passing troubles in it."""
    reads_rate_headers: bool = False
    """Whether `X-RateLimit-Remaining` and `-Reset-In` are true here, and followed."""


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """What a look-up came to: a value or a fault."""

    value: T | None
    fault: Fault | None = None
    is_doubtful: bool = False
    """The service had just said that it is asked too fast: an empty answer may not be true."""


Reader = Callable[[int, Document], T | Fault | None]
"""Turns HTTP status and JSON document into a value or a fault; None lets the status decide."""


class HttpClient:
    """One service at one address: its pace, its retries, and whether it was left for this run.

    Safe to use from several threads; one call is under way at a time.
    """

    def __init__(
        self,
        site: Site,
        user_agent: str,
        policy: HttpPolicy,
        budget: CallBudget,
        timing: Timing,
    ) -> None:
        self.site = site
        self.exchange = Exchange(site.url, user_agent, policy.limits)
        self._policy = policy
        self._budget = budget
        self._timing = timing
        self.pace = Pace(site.calls_per_second, timing)
        self._failures_in_a_row = 0
        self._has_answered = False
        self._left_for: FaultKind | None = None
        self._lock = threading.RLock()

    @property
    def left_for(self) -> FaultKind | None:
        """Why the service is left alone for the rest of this run, if it is."""
        return self._left_for

    def ask(self, request: Request, read: Reader[T]) -> Outcome[T]:
        """Send `request` until `read` gives a value, within tries, pace and budget."""
        with self._lock:
            is_unreachable = True
            fault = Fault(FaultKind.CUT_OFF)
            for retry in range(self._policy.tries):
                if self._left_for is not None:
                    return Outcome(None, Fault(self._left_for, is_left=True))
                if not self._budget.is_used_up:  # who may not call need not wait for its turn
                    self.pace.wait()
                if not self._budget.take():
                    return Outcome(None, Fault(FaultKind.CALLS_USED_UP, is_left=True))
                is_throttled = self.pace.is_throttled
                result = self._attempt(request, read)
                if not isinstance(result, Fault):
                    self._failures_in_a_row = 0
                    self._has_answered = True
                    return Outcome(result, is_doubtful=is_throttled)
                fault = result
                is_unreachable = is_unreachable and fault.kind is FaultKind.UNREACHABLE
                if fault.kind in _STOPPING:
                    self._left_for = fault.kind
                self._hold_back(fault, retry)
                if fault.kind not in WORTH_ANOTHER_TRY:
                    break
            self._count_failure(is_unreachable=is_unreachable)
            return Outcome(None, fault)

    def _hold_back(self, fault: Fault, retry: int) -> None:
        if fault.kind is FaultKind.BUSY:
            self.pace.note_busy()
        if fault.retry_after is not None:
            self.pace.hold(fault.retry_after)
        elif fault.kind in WORTH_ANOTHER_TRY:
            spread = 0.5 + self._timing.chance() / 2
            self.pace.hold(self._policy.backoff_seconds * 2**retry * spread)

    def _count_failure(self, *, is_unreachable: bool) -> None:
        self._failures_in_a_row += 1
        if self._left_for is not None:
            return
        if is_unreachable and not self._has_answered:  # there is no network to wait for
            self._left_for = FaultKind.UNREACHABLE
        elif self._failures_in_a_row >= self._policy.failures_to_leave:
            self._left_for = FaultKind.TOO_MANY_FAILURES

    def _attempt(self, request: Request, read: Reader[T]) -> T | Fault:
        started_at = self._timing.monotonic()
        reply = self.exchange.send(request)
        if isinstance(reply, Fault):
            return reply
        result = self._result_of(reply, read)
        if not isinstance(result, Fault):
            self.pace.note_answer(self._timing.monotonic() - started_at)
        if self._policy.reads_rate_headers:
            self._keep_to_rate_headers(reply)
        if isinstance(result, Fault) and result.kind in WORTH_ANOTHER_TRY:
            return self._with_retry_after(result, reply.headers.get("retry-after"))
        return result

    def _result_of(self, reply: Reply, read: Reader[T]) -> T | Fault:
        if HTTPStatus.MULTIPLE_CHOICES <= reply.status < HTTPStatus.BAD_REQUEST:
            return Fault(FaultKind.REDIRECTED)
        document = reply.document()
        result = None if document is None else read(reply.status, document)
        return self._fault_of_status(reply.status) if result is None else result

    def _fault_of_status(self, status: int) -> Fault:
        if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
            return Fault(FaultKind.BAD_ANSWER)
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return Fault(FaultKind.BUSY)
        if status == HTTPStatus.BAD_REQUEST:
            return Fault(self._policy.bad_request)
        return Fault(_STATUS_KINDS.get(status, FaultKind.REFUSED))

    def _with_retry_after(self, fault: Fault, header: str | None) -> Fault:
        seconds = None if header is None else _seconds_of(header, self._timing.now())
        if seconds is None:
            return fault
        if seconds > self._policy.longest_wait_seconds:
            return Fault(FaultKind.ASKED_TO_WAIT)
        return Fault(fault.kind, retry_after=seconds)

    def _keep_to_rate_headers(self, reply: Reply) -> None:
        """Spread the calls that are left until the window ends evenly over the rest of it."""
        remaining, reset_in = (
            reply.headers.get(f"x-ratelimit-{name}", "").strip()
            for name in ("remaining", "reset-in")
        )
        if _WHOLE.fullmatch(remaining) and _WHOLE.fullmatch(reset_in):
            window = min(float(reset_in), self._policy.longest_wait_seconds)
            self.pace.hold(window / (float(remaining) + 1))


def _seconds_of(header: str, now: float) -> float | None:
    """Read `Retry-After`: seconds, or a date; None when it is neither."""
    text = header.strip()
    if _WHOLE.fullmatch(text):
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, moment.timestamp() - now)
