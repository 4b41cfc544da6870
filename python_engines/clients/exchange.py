"""One attempt: a request goes out, a status and a JSON document or a `Fault` come back.

A key travels in the body of a POST, never in an address. Whatever fails comes back as a `Fault`,
built after the exception and its request are gone.
"""

from __future__ import annotations

import http.client
import json
import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.cookiejar import DefaultCookiePolicy

import requests
import urllib3
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

from python_engines.clients.errors import Fault, FaultKind
from python_engines.clients.transport import Watchdog, WatchedAdapter

_READ_STEP_BYTES = 65_536
_DEEPEST_NESTING = 50
# a string without end takes all the rest, so that reading stays linear
_ALL_BUT_BRACKETS = re.compile(rb'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)|[^][{}"]+', re.DOTALL)

Document = dict[str, object] | list[object]
"""What a JSON answer of a service may be."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked: a GET with a query, or a POST with a form or a JSON document."""

    path: str = ""
    """Below the address of the service."""
    query: Mapping[str, str] | None = None
    form: Mapping[str, str] | None = field(default=None, repr=False)
    """May hold a key."""
    document: object | None = None
    token: str | None = field(default=None, repr=False)
    """Sent in the header `Authorization`, as "Token …"."""

    @property
    def method(self) -> str:
        """The HTTP method."""
        return "GET" if self.form is None and self.document is None else "POST"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one attempt may take."""

    attempt_seconds: float = 10.0
    """Deadline of one attempt, from connecting to the last byte."""
    connect_seconds: float = 5.0
    """Time to connect, for each address of the host."""
    max_bytes: int = 5_000_000
    """Largest answer taken, unpacked."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as it arrived."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)

    def document(self) -> Document | None:
        """Return the JSON object or list in the body, or None when there is no sound one."""
        if _is_deep(self.body):
            return None
        try:
            document = json.loads(self.body)
        except ValueError:
            return None
        return document if isinstance(document, dict | list) else None


class Exchange:
    """A connection to one service. It keeps no cookie, reads no setting of the machine."""

    def __init__(self, url: str, user_agent: str, limits: Limits) -> None:
        self._url = url
        self._limits = limits
        self._session = _closed_session(user_agent)

    def send(self, request: Request) -> Reply | Fault:
        """Make one attempt; it ends at its deadline whatever the server does."""
        kind: FaultKind | None = None
        reply: Reply | None = None
        with Watchdog(self._limits.attempt_seconds) as watchdog:
            try:
                reply = self._receive(request)
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

    def _receive(self, request: Request) -> Reply | None:
        response = self._session.request(
            request.method,
            f"{self._url.rstrip('/')}/{request.path}",
            params=request.query,
            data=None if request.form is None else dict(request.form),
            json=request.document,
            headers=None if request.token is None else {"Authorization": f"Token {request.token}"},
            timeout=(self._limits.connect_seconds, self._limits.attempt_seconds),
            allow_redirects=False,
            stream=True,
        )
        try:
            body = bytearray()
            # read1 gives what has arrived; a plain read waits for a full block
            while block := response.raw.read1(_READ_STEP_BYTES, decode_content=True):
                body += block
                if len(body) > self._limits.max_bytes:
                    return None
            return Reply(response.status_code, dict(response.headers.lower_items()), bytes(body))
        finally:
            response.close()


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


def _is_deep(body: bytes) -> bool:
    """Tell whether a text nests deeper than any true answer, before a parser recurses into it."""
    depth = 0
    for bracket in _ALL_BUT_BRACKETS.sub(b"", body):
        depth += 1 if bracket in b"[{" else -1
        if depth > _DEEPEST_NESTING:
            return True
    return False
