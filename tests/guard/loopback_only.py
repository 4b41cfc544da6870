"""A process that cannot leave this machine: connections and name look-ups reach loopback only."""

import ipaddress
import os
import sys
from functools import cache
from pathlib import Path

GUARD_FOLDER = Path(__file__).parent
_LOCAL_NAMES = ("localhost", "", None)


class NetworkForbiddenError(ConnectionRefusedError):
    """A test, or a process it started, tried to reach another machine."""


@cache
def forbid_network() -> None:
    """Refuse every connection to another machine, for the life of this process (so: once)."""
    sys.addaudithook(_refuse)


def is_local(host: object) -> bool:
    """Whether an address or name means this machine."""
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    if host in _LOCAL_NAMES:
        return True
    try:
        address = ipaddress.ip_address(str(host).split("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) and address else None
        _check(host)
    elif event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"):
        _check(arguments[0])


def _check(host: object) -> None:
    if not is_local(host):
        message = "tests reach this machine only; serve the answer on 127.0.0.1"
        os.write(2, f"network guard: {message}\n".encode())
        raise NetworkForbiddenError(message)
