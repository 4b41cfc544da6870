"""What a component is: the one shape that each tag's module fills, for renderer and check.

A module `app/components/<tag_in_snake_case>.py` defines the props of its tag as a msgspec struct
and a constant `COMPONENT`. Components compute nothing that SQL could: they draw columns of a frame.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Generic, Literal, Protocol, TypeAlias, TypeVar

import msgspec

from app.syntax.nodes import Node, Tag
from stores.generations import FileIdentity

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

IS_COLUMN = "column"
IS_FORMAT = "format"

ColumnName: TypeAlias = Annotated[str, msgspec.Meta(extra={"is": IS_COLUMN})]
"""A prop that names a column of the tag's `data`; the check refuses one that is not there."""
ColumnNames: TypeAlias = Annotated[tuple[str, ...], msgspec.Meta(extra={"is": IS_COLUMN})]
"""A prop that names columns: `y=hours` or `y={['hours', 'plays']}`."""
Format: TypeAlias = Annotated[str, msgspec.Meta(extra={"is": IS_FORMAT})]
"""A prop that names a format of `app.formats`; the check refuses an unknown one."""


class Props(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """The props of a tag: `x_fmt` here is `xFmt` on the page. `data` is never among them."""


class DataProps(Props, frozen=True, kw_only=True):
    """What all tags with data take; the renderer itself obeys it before the component is asked."""

    empty_set: Literal["error", "warn", "pass"] = "error"
    empty_message: str = "No records"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What pages know of the place they run in."""

    warehouse: Path
    feedback: Path
    command: str
    """How this home's commands start: `mm` or `mm --demo`."""
    is_dark: bool = False
    build: FileIdentity | None = None
    """The warehouse's file that the page is drawn from; None where there is none."""


class Scope(Protocol):
    """What the renderer lends a component while it draws."""

    @property
    def surroundings(self) -> Surroundings:
        """Where the page runs."""

    def draw(self, nodes: Sequence[Node]) -> None:
        """Draw nodes here, in whatever Streamlit container is open."""

    def cells(self, nodes: Sequence[Node]) -> Sequence[Callable[[], None]]:
        """Return what draws each node by itself: of a loop each row, of a condition what holds."""

    def words(self, nodes: Sequence[Node]) -> str:
        """Return nodes that are words as one markdown text, what comes from data escaped."""

    def key(self, name: str) -> str:
        """Return the key of a widget, unique over pages."""


P = TypeVar("P", bound=Props)


@dataclass(frozen=True, slots=True)
class Call(Generic[P]):
    """One use of a tag: everything in it is known, fields have their values."""

    tag: Tag
    props: P
    frame: pd.DataFrame
    """The rows of `data`; without a row or a column where the tag takes no data."""
    children: tuple[Call[Any], ...]
    """The configuring tags inside, such as `<Column/>`; other children are drawn by the scope."""
    scope: Scope


class Unset:
    """Says that a widget was not touched yet."""


UNSET = Unset()

Bindings: TypeAlias = Mapping[str, object]
"""What an input gives to SQL and text, by suffix: `{"value": …}`, or `{"": …}` for an input
that is its own value, as `${inputs.grain}`."""


@dataclass(frozen=True, slots=True)
class Component(Generic[P]):
    """One tag. Exactly one of `draw`, `text`, `chart` says how it shows; children may have none."""

    name: str
    props: type[P]
    data: Literal["required", "optional", "none"] = "none"
    draw: Callable[[Call[P]], None] | None = None
    """Calls Streamlit. For an input: draws the widget with key `scope.key(props.name)`."""
    text: Callable[[Call[P]], str] | None = None
    """Pure. The tag may stand mid-sentence; the renderer escapes what it returns."""
    chart: Callable[[Call[P]], alt.TopLevelMixin] | None = None
    """Pure. The renderer draws the chart and the check builds it; neither needs more."""
    verify: Callable[[Call[P]], None] | None = None
    """Pure. Raises `ValueError` in one line for what types and columns cannot tell."""
    bindings: Callable[[Call[P], object], Bindings] | None = None
    """Pure, of an input: what a stored value (or `UNSET`) gives; the default where the stored value
    is no choice (any more)."""
    children: frozenset[str] = frozenset()
    """The tags that may configure it."""
    takes_body: bool = False
    """Whether other nodes may stand inside; the component draws them by `scope.draw`."""
    is_child: bool = False
    """Whether it only makes sense inside the component that lists it."""
