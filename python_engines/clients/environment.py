"""Reading single values from an environment; a bad one is one line that names its variable."""

from __future__ import annotations

import ipaddress
import math
import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from python_engines.clients.errors import ClientSettingsError

VISIBLE = re.compile(r"[\x21-\x7e]+")
"""A text of visible ASCII characters without spaces, such as a key or an address."""

_TRUE = frozenset({"1", "true", "yes", "on"})
_FALSE = frozenset({"0", "false", "no", "off"})


def said(env: Mapping[str, str], name: str) -> str | None:
    """Return a value; a blank one counts as absent."""
    return env.get(name, "").strip() or None


def read_boolean(env: Mapping[str, str], name: str, *, default: bool) -> bool:
    """Return a truth value."""
    text = (said(env, name) or str(default)).lower()
    if text not in _TRUE | _FALSE:
        raise ClientSettingsError(f"{name} must be 1 or 0")
    return text in _TRUE


def read_number(
    env: Mapping[str, str], name: str, default: float, *, lowest: float, highest: float
) -> float:
    """Return a number in range."""
    try:
        number = float(said(env, name) or default)
    except ValueError:
        number = math.nan
    if not lowest <= number <= highest:
        raise ClientSettingsError(f"{name} must be a number from {lowest:g} to {highest:g}")
    return number


def read_whole(env: Mapping[str, str], name: str, default: int, lowest: int, highest: int) -> int:
    """Return a whole number in range."""
    text = said(env, name) or str(default)
    if not (text.isascii() and text.isdigit()) or not lowest <= int(text) <= highest:
        raise ClientSettingsError(f"{name} must be a whole number from {lowest} to {highest}")
    return int(text)


def read_url(env: Mapping[str, str], name: str, default: str) -> str:
    """Return the address of a service: https anywhere, or http to this machine."""
    url = said(env, name) or default
    if not _is_safe_url(url):
        raise ClientSettingsError(
            f"{name} must be an https address, or http to this machine (127.0.0.1)"
        )
    return url


def is_on_this_machine(url: str) -> bool:
    """Tell whether a safe address is one of this machine: a test's server, or a mirror."""
    return url.startswith("http:")


def _is_safe_url(url: str) -> bool:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    if not host or "@" in parts.netloc or parts.query or parts.fragment:
        return False
    if not VISIBLE.fullmatch(url):
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(host))


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
