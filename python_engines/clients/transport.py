"""Connections that can be ended at a deadline from outside.

Time-outs of sockets begin anew with every byte, so a server that drips its headers or its body
holds a call for ever. A timer that shuts the socket ends it whatever the call is doing: the TLS
handshake, the headers or the body. It keeps a duplicate of the socket, since wrapping one in TLS
empties the first object.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from types import TracebackType
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

_current = threading.local()


class Watchdog:
    """Shuts the connection of the attempt made in this thread once `seconds` have passed.

    `has_fired` decides afterwards, whatever came back: a shut socket can look like a short answer.
    Looking up a host name cannot be interrupted; the attempt ends as soon as that returns.
    """

    def __init__(self, seconds: float) -> None:
        self.has_fired = False
        self._is_over = False
        self._handle: socket.socket | None = None
        self._lock = threading.Lock()
        self._timer = threading.Timer(seconds, self._fire)
        self._timer.daemon = True

    def __enter__(self) -> Watchdog:
        _current.watchdog = self
        self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._timer.cancel()
        with self._lock:
            self._is_over = True
            self._handle = None
        _current.watchdog = None

    def watch(self, handle: socket.socket) -> None:
        """Take the socket that the attempt now uses."""
        with self._lock:
            self._handle = handle
            if self.has_fired:
                _shut(handle)

    def _fire(self) -> None:
        with self._lock:
            if self._is_over:
                return
            self.has_fired = True
            if self._handle is not None:
                _shut(self._handle)


def _shut(handle: socket.socket) -> None:
    with contextlib.suppress(OSError):
        handle.shutdown(socket.SHUT_RDWR)


class _WatchedConnection(HTTPConnection):
    # http.client prints whole requests, the key with them, when its class-wide debug level is set
    debuglevel = 0
    _handle: socket.socket | None = None

    def _new_conn(self) -> socket.socket:
        fresh = super()._new_conn()
        self._handle = fresh.dup()
        self._tell_watchdog()
        return fresh

    def request(self, *args: Any, **kwargs: Any) -> None:
        self._tell_watchdog()  # a connection that is used again
        super().request(*args, **kwargs)

    def close(self) -> None:
        super().close()
        if self._handle is not None:
            self._handle.close()
            self._handle = None

    def _tell_watchdog(self) -> None:
        watchdog: Watchdog | None = getattr(_current, "watchdog", None)
        if watchdog is not None and self._handle is not None:
            watchdog.watch(self._handle)


class _WatchedTlsConnection(_WatchedConnection, HTTPSConnection):
    pass


class _WatchedPool(HTTPConnectionPool):
    ConnectionCls = _WatchedConnection


class _WatchedTlsPool(HTTPSConnectionPool):
    ConnectionCls = _WatchedTlsConnection


class WatchedAdapter(HTTPAdapter):
    """A requests adapter whose connections a `Watchdog` can end, and that never retries."""

    def __init__(self) -> None:
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Build the pools of watched connections."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _WatchedPool, "https": _WatchedTlsPool}
