"""The only code that speaks HTTP: one polite, bounded, key-safe way to ask a service.

The key travels in the body of a POST, never in an address. Retries lie above the pace and the
budget, so every attempt counts. Whatever fails comes back as a `Fault`, built after the exception
and its request are gone.
"""

from __future__ import annotations

import http.client
import json
import logging
import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from http.cookiejar import DefaultCookiePolicy
from typing import Generic, TypeVar

import requests
import urllib3
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

from python_engines.clients.errors import WORTH_ANOTHER_TRY, Fault, FaultKind
from python_engines.clients.pace import CallBudget, Pace, Timing
from python_engines.clients.transport import Watchdog, WatchedAdapter

T = TypeVar("T")

_READ_STEP_BYTES = 65_536
_DEEPEST_NESTING = 50
# a string without end takes all the rest, so that reading stays linear
_ALL_BUT_BRACKETS = re.compile(rb'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)|[^][{}"]+', re.DOTALL)
_STATUS_KINDS: dict[int, FaultKind] = {
    HTTPStatus.BAD_REQUEST: FaultKind.BAD_ANSWER,  # services wrap passing troubles in it
    HTTPStatus.UNAUTHORIZED: FaultKind.KEY_REFUSED,
    HTTPStatus.FORBIDDEN: FaultKind.KEY_REFUSED,
    HTTPStatus.REQUEST_TIMEOUT: FaultKind.BUSY,
    HTTPStatus.TOO_MANY_REQUESTS: FaultKind.BUSY,
}
_STOPPING = frozenset({FaultKind.KEY_REFUSED, FaultKind.ASKED_TO_WAIT})


@dataclass(frozen=True, slots=True)
class HttpPolicy:
    """How a service is treated; the defaults keep to what Last.fm asks of its callers."""

    calls_per_second: float = 2.0
    tries: int = 4
    """Attempts for one look-up, the first included."""
    attempt_seconds: float = 10.0
    """Deadline of one attempt, from connecting to the last byte."""
    connect_seconds: float = 5.0
    """Time to connect, for each address of the host."""
    max_bytes: int = 5_000_000
    """Largest answer taken, unpacked."""
    backoff_seconds: float = 1.0
    """Wait before the second try; doubled for each further one, spread by half."""
    longest_wait_seconds: float = 60.0
    """A service that asks for a longer pause is left for this run."""
    failures_to_leave: int = 5
    """Look-ups that fail in a row before the service is left for this run."""


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """What a look-up came to: a value or a fault, and the attempts it took."""

    value: T | None
    fault: Fault | None
    attempt_count: int


@dataclass(frozen=True, slots=True)
class _Reply:
    status: int
    retry_after: str | None
    body: bytes


Reader = Callable[[int, dict[str, object]], T | Fault | None]
"""Turns HTTP status and JSON object into a value or a fault; None lets the status decide."""


class HttpClient:
    """One service at one address: its pace, its retries, and whether it was left for this run.

    Safe to use from several threads; one call is under way at a time.
    """

    def __init__(
        self, url: str, user_agent: str, policy: HttpPolicy, budget: CallBudget, timing: Timing
    ) -> None:
        self._url = url
        self._policy = policy
        self._budget = budget
        self._timing = timing
        self._pace = Pace(policy.calls_per_second, timing)
        self._failures_in_a_row = 0
        self._left_for: FaultKind | None = None
        self._lock = threading.RLock()
        self._session = _closed_session(user_agent)

    @property
    def left_for(self) -> FaultKind | None:
        """Why the service is left alone for the rest of this run, if it is."""
        return self._left_for

    def ask(self, form: Mapping[str, str], read: Reader[T]) -> Outcome[T]:
        """POST `form` until `read` gives a value, within tries, pace and budget."""
        with self._lock:
            attempt_count = 0
            is_unreachable = True
            fault = Fault(FaultKind.CUT_OFF)
            for retry in range(self._policy.tries):
                if (left := self._why_left()) is not None:
                    return Outcome(None, Fault(left, is_left=True), attempt_count)
                self._pace.wait()
                if not self._budget.take():
                    self._left_for = FaultKind.CALLS_USED_UP
                    return Outcome(None, Fault(self._left_for, is_left=True), attempt_count)
                attempt_count += 1
                result = self._attempt(form, read)
                if not isinstance(result, Fault):
                    self._failures_in_a_row = 0
                    return Outcome(result, None, attempt_count)
                fault = result
                is_unreachable = is_unreachable and fault.kind is FaultKind.UNREACHABLE
                if fault.kind in _STOPPING:
                    self._left_for = fault.kind
                self._hold_back(fault, retry)
                if fault.kind not in WORTH_ANOTHER_TRY:
                    break
            self._count_failure(is_unreachable=is_unreachable)
            return Outcome(None, fault, attempt_count)

    def _why_left(self) -> FaultKind | None:
        if self._left_for is None and self._budget.is_used_up:
            self._left_for = FaultKind.CALLS_USED_UP
        return self._left_for

    def _hold_back(self, fault: Fault, retry: int) -> None:
        if fault.retry_after is not None:
            self._pace.hold(fault.retry_after)
        elif fault.kind in WORTH_ANOTHER_TRY:
            spread = 0.5 + self._timing.chance() / 2
            self._pace.hold(self._policy.backoff_seconds * 2**retry * spread)

    def _count_failure(self, *, is_unreachable: bool) -> None:
        self._failures_in_a_row += 1
        if self._left_for is not None:
            return
        if is_unreachable:  # every try failed to connect: there is no network to wait for
            self._left_for = FaultKind.UNREACHABLE
        elif self._failures_in_a_row >= self._policy.failures_to_leave:
            self._left_for = FaultKind.TOO_MANY_FAILURES

    def _attempt(self, form: Mapping[str, str], read: Reader[T]) -> T | Fault:
        reply = self._send(form)
        if isinstance(reply, Fault):
            return reply
        if HTTPStatus.MULTIPLE_CHOICES <= reply.status < HTTPStatus.BAD_REQUEST:
            return Fault(FaultKind.REDIRECTED)
        document = _json_object(reply.body)
        result = None if document is None else read(reply.status, document)
        if result is None:
            result = _fault_of_status(reply.status)
        if isinstance(result, Fault) and result.kind in WORTH_ANOTHER_TRY:
            return self._with_retry_after(result, reply.retry_after)
        return result

    def _send(self, form: Mapping[str, str]) -> _Reply | Fault:
        kind: FaultKind | None = None
        reply: _Reply | None = None
        with Watchdog(self._policy.attempt_seconds) as watchdog:
            try:
                reply = self._post(form)
            except requests.RequestException as error:
                kind = _kind_of(error)
            except (urllib3.exceptions.HTTPError, http.client.HTTPException, OSError, ValueError):
                kind = FaultKind.CUT_OFF
        # outside the handlers: nothing raised later can carry the request in its context
        if watchdog.has_fired:
            return Fault(FaultKind.TOO_SLOW)
        if reply is None:
            return Fault(kind or FaultKind.TOO_LARGE)
        return reply

    def _post(self, form: Mapping[str, str]) -> _Reply | None:
        response = self._session.post(
            self._url,
            data=dict(form),
            timeout=(self._policy.connect_seconds, self._policy.attempt_seconds),
            allow_redirects=False,
            stream=True,
        )
        try:
            body = bytearray()
            # read1 gives what has arrived; a plain read waits for a full block
            while block := response.raw.read1(_READ_STEP_BYTES, decode_content=True):
                body += block
                if len(body) > self._policy.max_bytes:
                    return None
            return _Reply(response.status_code, response.headers.get("Retry-After"), bytes(body))
        finally:
            response.close()

    def _with_retry_after(self, fault: Fault, header: str | None) -> Fault:
        seconds = None if header is None else _seconds_of(header, self._timing.now())
        if seconds is None:
            return fault
        if seconds > self._policy.longest_wait_seconds:
            return Fault(FaultKind.ASKED_TO_WAIT)
        return Fault(fault.kind, retry_after=seconds)


def _closed_session(user_agent: str) -> requests.Session:
    # urllib3 writes addresses to its log, at WARNING too
    logging.getLogger("urllib3").setLevel(logging.ERROR)
    session = requests.Session()
    session.trust_env = False  # no .netrc, no proxy, no certificates named in the environment
    session.verify = True
    session.headers.update({"User-Agent": user_agent, "Accept": "application/json"})
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    session.mount("https://", WatchedAdapter())
    session.mount("http://", WatchedAdapter())
    return session


def _kind_of(error: requests.RequestException) -> FaultKind:
    if isinstance(error, requests.exceptions.SSLError | requests.exceptions.ConnectTimeout):
        return FaultKind.UNREACHABLE
    cause = error.args[0] if error.args else None
    reason = getattr(cause, "reason", None)
    if isinstance(reason, NewConnectionError | ConnectTimeoutError):
        return FaultKind.UNREACHABLE
    if isinstance(error, requests.exceptions.ReadTimeout):
        return FaultKind.TOO_SLOW
    return FaultKind.CUT_OFF


def _fault_of_status(status: int) -> Fault:
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return Fault(FaultKind.BAD_ANSWER)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Fault(FaultKind.BUSY)
    return Fault(_STATUS_KINDS.get(status, FaultKind.REFUSED))


def _json_object(body: bytes) -> dict[str, object] | None:
    if _is_deep(body):
        return None
    try:
        document = json.loads(body)
    except ValueError:
        return None
    return document if isinstance(document, dict) else None


def _is_deep(body: bytes) -> bool:
    """Tell whether a text nests deeper than any true answer, before a parser recurses into it."""
    depth = 0
    for bracket in _ALL_BUT_BRACKETS.sub(b"", body):
        depth += 1 if bracket in b"[{" else -1
        if depth > _DEEPEST_NESTING:
            return True
    return False


def _seconds_of(header: str, now: float) -> float | None:
    """Read `Retry-After`: seconds, or a date; None when it is neither."""
    text = header.strip()
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, moment.timestamp() - now)
