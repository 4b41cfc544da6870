"""What in a text tells of a person rather than of music: addresses, e-mail, programs, folders.

By the shape of the text alone, and told without repeating it. Whether a found text is in truth the
name of an artist or a track, `privacy` decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from ipaddress import IPv6Address


class Kind(StrEnum):
    """What a text holds."""

    ADDRESS = "IP addresses"
    EMAIL = "e-mail addresses"
    PROGRAM = "user agents"
    FOLDER = "folders of a user"


PRIVATE_COLUMNS = frozenset(
    """
    username user_name userid user_id email email_address birthdate birthday gender
    ip ip_addr ip_address ip_addr_decrypted user_agent user_agent_decrypted
    platform city region metro_code latitude longitude postal_code device device_id
    """.split()
)
"""What an export calls its private fields, and what somebody who took one in might call it."""

SUSPICION = (
    r"\d\.[\dxX*]+\.[\dxX*]"
    r"|[0-9A-Fa-f]:[0-9A-Fa-f]*:[0-9A-Fa-f:]"
    r"|@\w"
    r"|(?:/|%2[Ff])\d+\."
    r"|/(?:home|Users)/"
)
"""A pattern that all of these fulfil, and little else: quick enough for every text of a warehouse.

For DuckDB, which knows no look-around; so what it finds is looked at again here.
"""

_OCTET = r"(?:25[0-5]|2[0-4]\d|1?\d?\d)"
_MASKED = rf"(?:{_OCTET}|[xX*]{{1,3}})"
_IPV4 = re.compile(rf"(?<![\w.])(?:{_OCTET}\.){{2}}{_MASKED}\.{_MASKED}(?![\w.]\w)(?!\w)")
_IPV6 = re.compile(r"(?<![\w:.])[0-9A-Fa-f]{1,4}:[0-9A-Fa-f:]*[0-9A-Fa-f](?![\w:])")
_EMAIL = re.compile(r"[\w.+%-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}")
_PROGRAM = re.compile(
    r"\b[A-Za-z][\w-]*(?:/|%2[Ff])\d+(?:\.\d+)+(?:[\s+]|%20)*(?:\(|%28)"
    r"|\b(?:Mozilla|Dalvik|okhttp|CFNetwork|Spotify)(?:/|%2[Ff])\d+\."
)
_FOLDER = re.compile(r"(?<![\w/])/(?:home|Users)/[^/\s]+")
_FEWEST_GROUPS = 3
_NOBODYS = re.compile(r"127\.|0\.0\.0\.0$")


def found_in(text: str) -> Iterator[tuple[Kind, str]]:
    """Yield each private thing in a text with its kind."""
    for match in _IPV4.finditer(text):
        # A loopback address is that of every machine.
        if not _NOBODYS.match(match[0]):
            yield Kind.ADDRESS, match[0]
    for match in _IPV6.finditer(text):
        if _is_ipv6(match[0]):
            yield Kind.ADDRESS, match[0]
    for kind, pattern in ((Kind.EMAIL, _EMAIL), (Kind.PROGRAM, _PROGRAM), (Kind.FOLDER, _FOLDER)):
        for match in pattern.finditer(text):
            yield kind, match[0]


def _is_ipv6(text: str) -> bool:
    """Tell an address from a time (12:30:45) and a cast (a::b), which look alike."""
    try:
        IPv6Address(text)
    except ValueError:
        return False
    return sum(bool(group) for group in text.split(":")) >= _FEWEST_GROUPS
