"""HTML comments leave a page before anything else is read; its lines keep their numbers."""

from __future__ import annotations

import re

_NOT_ACROSS_PARAGRAPHS = r"(?:(?!\n[ \t]*\n).)"
_SHOWN_OR_HIDDEN = re.compile(
    # A fence shows what it holds, up to its end or the page's.
    r"^[ \t]*(?P<fence>`{3,}(?=[^`\n]*$)|~{3,})[^\n]*$.*?(?:^[ \t]*(?P=fence)[`~]*[ \t]*$|\Z)"
    # So does a code span.
    rf"|(?<![`\\])(?P<tick>`+)(?!`){_NOT_ACROSS_PARAGRAPHS}+?(?<!`)(?P=tick)(?!`)"
    r"|(?P<comment><!--.*?-->)",
    re.MULTILINE | re.DOTALL,
)


def drop_comments(text: str) -> str:
    """Return a page without the comments outside its fences and code spans."""
    return _SHOWN_OR_HIDDEN.sub(_drop, text)


def _drop(found: re.Match[str]) -> str:
    return "\n" * found[0].count("\n") if found["comment"] else found[0]
