"""Taking secrets out of what is logged: those this process came to know, and what looks like one.

Whoever comes by a secret calls `hide`. It is then taken out in every encoding that `mm guard`
looks for, whatever the case of its letters.
"""

from __future__ import annotations

import re

from cli.guard_needles import needles_of
from cli.guard_values import values_in

HIDDEN = "[hidden]"
_NO_MARK = b"\0"
"""`values_in` passes over lines that hold a mark; no line of a log holds this one."""


class Redactor:
    """The secrets to take out."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}
        self._pattern: re.Pattern[bytes] | None = None

    def hide(self, name: str, value: str) -> None:
        """Take `value` out from now on; too short ones are not, as `needles_of` says."""
        if value not in self._known:
            self._known[value] = name
            self._pattern = None

    def redact(self, text: str) -> str:
        """Return `text` with `HIDDEN` for every secret."""
        data = text.encode("utf-8", "backslashreplace").replace(_NO_MARK, b"")
        if self._known:
            data = self._compiled().sub(HIDDEN.encode(), data)
        for value in {found.text for found in values_in(data, _NO_MARK)}:
            data = data.replace(value, HIDDEN.encode())
        return data.decode("utf-8", "replace")

    def _compiled(self) -> re.Pattern[bytes]:
        if self._pattern is None:
            needles = needles_of((name, value) for value, name in self._known.items())
            longest_first = sorted((needle.data for needle in needles), key=len, reverse=True)
            # Without any needle a pattern that is found nowhere: `|` of nothing is everywhere.
            alternatives = b"|".join(map(re.escape, longest_first)) or rb"(?!)"
            self._pattern = re.compile(alternatives, re.IGNORECASE)
        return self._pattern


_OF_THIS_PROCESS = Redactor()

hide = _OF_THIS_PROCESS.hide
"""Takes name and value of a secret that this process came to know."""
redact = _OF_THIS_PROCESS.redact
"""Returns a text without the secrets that this process knows."""
