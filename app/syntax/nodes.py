"""What a page is made of. Neutral: another spelling of tags could be read into the same nodes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Field:
    """A value named in braces: `{row.artist_name}`, `{inputs.band.value}`, `{tiers}`, `{mm}`."""

    line: int
    path: tuple[str, ...]
    """The names between the dots; one name alone is a query, or a loop's row."""

    def __str__(self) -> str:
        """Return the value as the page spells it, without braces."""
        return ".".join(self.path)


Prop: TypeAlias = "str | bool | int | float | tuple[str, ...] | Field"
"""What a tag's prop may say: words, true or false, a number, a list of words, a named value."""


@dataclass(frozen=True, slots=True)
class Tag:
    """`<Name prop=value …/>`, or with children and `</Name>`."""

    line: int
    name: str
    props: Mapping[str, Prop] = field(default_factory=dict)
    children: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Markdown:
    """Words of the page's author, with fields and inline tags among them."""

    line: int
    pieces: tuple[str | Field | Tag, ...]


@dataclass(frozen=True, slots=True)
class Code:
    """A fence that is shown, not run."""

    line: int
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Each:
    """`{#each q as row} … {/each}`, or over a list that a row holds: `{#each row.reasons as r}`."""

    line: int
    source: Field
    variable: str
    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class If:
    """`{#if q.length > 0} … {:else} … {/if}`."""

    line: int
    query: str
    operator: str
    """One of `=== == = !== != < <= > >=`."""
    number: int
    then: tuple[Node, ...]
    otherwise: tuple[Node, ...] = ()


Node: TypeAlias = "Markdown | Code | Tag | Each | If"


@dataclass(frozen=True, slots=True)
class Query:
    """A named SQL fence, or a file of `pages/queries/`; drawn nowhere, run when a tag needs it."""

    file: str
    line: int
    """The line of the first line of the SQL."""
    name: str
    sql: str


@dataclass(frozen=True, slots=True)
class Front:
    """The YAML at the top of a page."""

    title: str
    description: str = ""
    hide_title: bool = False
    sidebar_position: int | None = None
    sidebar_link: bool = True
    full_width: bool = True
    icon: str = ""
    """Ours: a Material symbol's name, such as `schedule`, for the navigation."""


@dataclass(frozen=True, slots=True)
class Page:
    """One markdown file."""

    file: str
    """Relative to the project: `pages/overview.md`."""
    slug: str
    """The page's address: the file's name without its ending."""
    front: Front
    queries: Mapping[str, Query]
    nodes: tuple[Node, ...]
