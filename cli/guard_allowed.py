"""What somebody looked at and allowed: values by their SHA-256, files by their name.

Nothing here allows a secret of the listener's own, nor a copy of the key store.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from cli.errors import ConfigurationError

ALLOW_MARK = b"mmuffin: allow"
"""On a line: its 32-hex strings and UUIDs were looked at and are no keys."""
ALLOWED_FILE = "config/guard_allowed.txt"
"""The reviewed list, from the top of the repository."""

_SHA256 = re.compile(r"[0-9a-fA-F]{64}")
# A name may hold `#`; the reason begins after a space and `#`.
_LINE = re.compile(r"(?P<said>.*?)(?:(?:^|\s+)#\s*(?P<why>.*))?")
_PATH_WORD = "path "


@dataclass(frozen=True, slots=True)
class Allowed:
    """The reviewed list."""

    digests: frozenset[str] = frozenset()
    """SHA-256 of values that are no keys, in lower-case hex."""
    paths: frozenset[str] = frozenset()
    """Files that are private by their name or form only, as `mm guard` shows them."""


def read_allowed(text: str) -> Allowed:
    """Return what a reviewed list says, one entry a line and the reason after `#`.

    An entry is the SHA-256 of a value in hex, or `path` and a file's name from the top of the
    repository; a path needs its reason. Raises `ConfigurationError` with the line that is neither.
    """
    digests, paths = set(), set()
    for number, line in enumerate(text.splitlines(), start=1):
        parts = _LINE.fullmatch(line.strip())
        said, why = (parts["said"], parts["why"]) if parts else ("?", None)
        if _SHA256.fullmatch(said):
            digests.add(said.lower())
        elif said.startswith(_PATH_WORD) and why:
            paths.add(said.removeprefix(_PATH_WORD).strip())
        elif said:
            raise ConfigurationError(
                f"{ALLOWED_FILE}, line {number}: write the 64 hex digits of a SHA-256, or `path` "
                "and a file's name, then # and why it may be there"
            )
    return Allowed(frozenset(digests), frozenset(paths))
