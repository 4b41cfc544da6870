"""Reads the YAML at the top of a page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from app.syntax.mistakes import Mistakes, nearest
from app.syntax.nodes import Front

_FRONT = re.compile(r"---[ \t]*\n(?P<yaml>.*?)^---[ \t]*(?:\n|\Z)", re.MULTILINE | re.DOTALL)
_ICON = re.compile(r"[a-z0-9_]+")
_WHOLE_NUMBER = "a whole number of 0 or more"
_TOO_LARGE = 10**6


@dataclass(frozen=True, slots=True)
class QueryEntry:
    """One entry of `queries:`."""

    line: int
    name: str
    file: str
    """Below `pages/queries/`."""


@dataclass(frozen=True, slots=True)
class Head:
    """A page's front, and the page with blank lines in its place."""

    front: Front
    queries: tuple[QueryEntry, ...]
    body: str


_KINDS: dict[str, tuple[str, Callable[[object], bool]]] = {
    "title": ("words", lambda v: isinstance(v, str) and bool(v.strip())),
    "description": ("words", lambda v: isinstance(v, str)),
    "hide_title": ("true or false", lambda v: isinstance(v, bool)),
    "sidebar_position": (
        _WHOLE_NUMBER,
        lambda v: type(v) is int and 0 <= v < _TOO_LARGE,
    ),
    "sidebar_link": ("true or false", lambda v: isinstance(v, bool)),
    "full_width": ("true or false", lambda v: isinstance(v, bool)),
    "icon": (
        "a Material symbol's name, such as schedule",
        lambda v: isinstance(v, str) and bool(_ICON.fullmatch(v)),
    ),
}
KEYS = (*_KINDS, "queries")
"""What the front may say."""


def read_head(text: str, slug: str, mistakes: Mistakes) -> Head:
    """Return the front of a page; what is wrong in it is noted and left at its default."""
    values: dict[str, Any] = {}
    entries: list[QueryEntry] = []
    found = _FRONT.match(text)
    if found:
        for line, key, node in _entries(found["yaml"], mistakes):
            if key == "queries":
                entries.extend(_query_entries(node, mistakes))
            elif key in values:
                mistakes.add(line, f"{key} is given twice; leave one")
            elif key not in _KINDS:
                mistakes.add(line, f"{key} is not known in a page's front{nearest(key, KEYS)}")
            else:
                kind, is_right = _KINDS[key]
                values[key] = _scalar(node)
                if not is_right(values[key]):
                    mistakes.add(line, f"{key} is {kind}")
                    del values[key]
        text = "\n" * found[0].count("\n") + text[found.end() :]
    elif re.match(r"---[ \t]*\n", text):
        mistakes.add(1, "the front is never closed: put --- on a line behind it")
    values.setdefault("title", slug.replace("_", " ").strip().capitalize() or slug)
    return Head(Front(**values), tuple(entries), text)


def _entries(text: str, mistakes: Mistakes) -> Iterator[tuple[int, str, yaml.Node]]:
    try:
        root = yaml.compose(text, yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        mistakes.add((mark.line if mark else 0) + 2, f"not YAML: {error.problem}; {_YAML_FIX}")
        return
    except (yaml.YAMLError, RecursionError):
        mistakes.add(1, f"the front is not YAML; {_YAML_FIX}")
        return
    if root is None:
        return
    if not isinstance(root, yaml.MappingNode):
        mistakes.add(2, "the front holds one `name: value` a line")
        return
    for key, node in root.value:
        if isinstance(key, yaml.ScalarNode):
            yield key.start_mark.line + 2, key.value, node
        else:
            mistakes.add(key.start_mark.line + 2, "a name in the front is one word")


_YAML_FIX = "write one `name: value` a line, and quotes around text with odd characters"


def _scalar(node: yaml.Node) -> object:
    if not isinstance(node, yaml.ScalarNode):
        return None
    try:
        return yaml.SafeLoader("").construct_object(node)
    except (yaml.YAMLError, ValueError):
        return None


def _query_entries(node: yaml.Node, mistakes: Mistakes) -> Iterator[QueryEntry]:
    items = node.value if isinstance(node, yaml.SequenceNode) else [node]
    for item in items:
        line = item.start_mark.line + 2
        named = item.value[0] if isinstance(item, yaml.MappingNode) and item.value else None
        if isinstance(item, yaml.MappingNode) and len(item.value) != 1:
            named = None
        name, file = (named[0], named[1]) if named else (None, item)
        path = file.value if isinstance(file, yaml.ScalarNode) else ""
        if not path.endswith(".sql") or not (name is None or isinstance(name, yaml.ScalarNode)):
            mistakes.add(line, "queries: is a list of `file.sql` or `name: file.sql`")
            continue
        default = path.removesuffix(".sql").replace("/", "_")
        yield QueryEntry(line, name.value if name else default, path)
