"""Puts the pieces of a page into each other: what stands inside a tag, a loop, a condition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from app.syntax.blocks import Block, Fence, Words
from app.syntax.braces import EachMark, ElseMark, EndMark, IfMark
from app.syntax.mistakes import Mistakes
from app.syntax.nodes import Code, Each, If, Node
from app.syntax.tags import OpenMark
from app.syntax.words import read_words

_DEEPEST = 30
"""Tags and loops inside each other; no page needs more, and Python stops some way further down."""


@dataclass(slots=True)
class _Open:
    """A tag, loop or condition whose end is still to come."""

    mark: OpenMark | EachMark | IfMark
    nodes: list[Node] = field(default_factory=list)
    then: list[Node] | None = None
    """What stood before `{:else}`."""

    @property
    def what(self) -> str:
        if isinstance(self.mark, OpenMark):
            return self.mark.tag.name
        return "each" if isinstance(self.mark, EachMark) else "if"

    @property
    def opening(self) -> str:
        return _spelled(self.what, "<{}>", "{{#{}}}")

    @property
    def ending(self) -> str:
        return _spelled(self.what, "</{}>", "{{/{}}}")

    def close(self) -> list[Node]:
        """Return it as a node; what is inside one that could not be read, without it."""
        mark = self.mark
        if isinstance(mark, OpenMark):
            return [replace(mark.tag, children=tuple(self.nodes))]
        if isinstance(mark, EachMark):
            if mark.source is None:
                return self.nodes
            return [Each(mark.line, mark.source, mark.variable, tuple(self.nodes))]
        then, otherwise = (self.nodes, []) if self.then is None else (self.then, self.nodes)
        if not mark.query:
            return then + otherwise
        node = If(mark.line, mark.query, mark.operator, mark.number, tuple(then), tuple(otherwise))
        return [node]


def _spelled(what: str, tag: str, control: str) -> str:
    return (tag if what[0].isupper() else control).format(what)


def build_tree(blocks: Sequence[Block], mistakes: Mistakes) -> tuple[Node, ...]:
    """Return the nodes of a page without its queries; notes what is not closed, or closed wrong."""
    builder = _Builder(mistakes)
    for block in blocks:
        builder.take(block)
    return builder.finish()


class _Builder:
    """Keeps what is open."""

    def __init__(self, mistakes: Mistakes) -> None:
        self.mistakes = mistakes
        self.nodes: list[Node] = []
        self.open: list[_Open] = []
        self.broken: list[str] = []
        """The names whose opening could not be read, so that their ending is no mistake."""

    def take(self, block: Block) -> None:
        """Add the next piece."""
        if isinstance(block, Words):
            words = read_words(block, self.mistakes)
            self._add([words] if words else [])
        elif isinstance(block, Fence):
            self._add([Code(block.line, block.info.partition(" ")[0], block.text)])
        elif isinstance(block, OpenMark) and block.is_whole:
            if block.is_broken:
                self.broken.append(block.tag.name)
            self._add([block.tag])
        elif isinstance(block, ElseMark):
            self._else(block)
        elif isinstance(block, EndMark):
            self._end(block)
        elif len(self.open) >= _DEEPEST:
            self.mistakes.add(block.line, f"more than {_DEEPEST} tags inside each other")
            self.broken.append(_Open(block).what)
        else:
            self.open.append(_Open(block))

    def finish(self) -> tuple[Node, ...]:
        """Return the nodes after the last piece."""
        while self.open:
            self._not_closed("before the page ends")
        return tuple(self.nodes)

    def _add(self, nodes: list[Node]) -> None:
        (self.open[-1].nodes if self.open else self.nodes).extend(nodes)

    def _close(self) -> None:
        self._add(self.open.pop().close())

    def _not_closed(self, until: str) -> None:
        top = self.open[-1]
        self.mistakes.add(top.mark.line, f"{top.opening} is not closed by {top.ending} {until}")
        self.broken.append(top.what)
        self._close()

    def _close_down_to(self, what: str, until: str) -> bool:
        """Make `what` the innermost open one; False if none is open."""
        if all(opened.what != what for opened in self.open):
            return False
        while self.open[-1].what != what:
            self._not_closed(until)
        return True

    def _end(self, mark: EndMark) -> None:
        ending = _spelled(mark.what, "</{}>", "{{/{}}}")
        if self._close_down_to(mark.what, f"before {ending} in line {mark.line}"):
            self._close()
        elif mark.what in self.broken:
            self.broken.remove(mark.what)
        else:
            self.mistakes.add(mark.line, f"{ending} closes nothing that is open here")

    def _else(self, mark: ElseMark) -> None:
        if not self._close_down_to("if", f"before {{:else}} in line {mark.line}"):
            self.mistakes.add(mark.line, "{:else} stands outside {#if …} … {/if}")
            return
        top = self.open[-1]
        if top.then is not None:
            self.mistakes.add(mark.line, "a second {:else} in one {#if}; leave one")
            return
        top.then, top.nodes = top.nodes, []
