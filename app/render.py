"""Draws a page's nodes by Streamlit: a mistake becomes a box in its place, the rest goes on."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, cast

import streamlit as st

from app import boxes
from app.choices import stored_at
from app.components.contract import Surroundings
from app.emptiness import emptiness
from app.errors import PageError
from app.escape import md
from app.registry import COMPONENTS
from app.rows import Place, Unknown
from app.syntax.nodes import Code, Each, If, Markdown, Node, Page, Tag
from app.values import ReadFrame
from app.walk import Turns, Walk, is_words, left_out
from stores.warehouse import WarehouseError

if TYPE_CHECKING:
    import altair as alt

_LOG = logging.getLogger(__name__)


def draw_page(page: Page, surroundings: Surroundings, read: ReadFrame) -> None:
    """Draw a page in whatever container is open. Lets only `WarehouseError` through."""
    _Drawing(page, surroundings, read).draw(page.nodes, Place())


class _Drawing:
    """One page being drawn."""

    def __init__(self, page: Page, surroundings: Surroundings, read: ReadFrame) -> None:
        self.page = page
        self.surroundings = surroundings
        self.walk = Walk(page, surroundings, read=read, stored=self._stored, scope=self._scope)

    def draw(self, nodes: Sequence[Node], place: Place) -> None:
        for node in nodes:
            self._in_a_box(node, partial(self._draw_one, node, place))

    def cells(self, nodes: Sequence[Node], place: Place) -> list[Callable[[], None]]:
        found: list[Callable[[], None]] = []
        for node in nodes:
            try:
                found += self._cells_of(node, place)
            except PageError as error:
                found.append(partial(boxes.mistake, error))
        return found

    def _cells_of(self, node: Node, place: Place) -> list[Callable[[], None]]:
        if isinstance(node, If):
            branch = self.walk.branch(node)
            return [partial(self.draw, branch, place)] if branch else []
        if isinstance(node, Each) and isinstance(turns := self.walk.turns(node, place), Turns):
            rest = [partial(self._say_left_out, turns)] if turns.left_out else []
            return [*(partial(self.draw, node.children, each) for each in turns.places), *rest]
        return [partial(self.draw, [node], place)]

    def input_key(self, name: str) -> str:
        """Return the key of an input: the same wherever on the page it stands."""
        return f"{self.page.slug}.{name}"

    def _stored(self, name: str) -> object:
        return stored_at(self.input_key(name))

    def _scope(self, tag: Tag, place: Place) -> _TagScope:
        return _TagScope(self, tag, place)

    def _draw_one(self, node: Node, place: Place) -> None:
        if isinstance(node, Markdown):
            self._draw_words(node, place)
        elif isinstance(node, Code):
            st.code(self.walk.values.with_command(node.text), language=node.language or None)
        elif isinstance(node, Each):
            self._draw_each(node, place)
        elif isinstance(node, If):
            self.draw(self.walk.branch(node), place)
        else:
            self._draw_tag(node, place)

    def _draw_words(self, node: Markdown, place: Place) -> None:
        st.markdown(self.walk.sound_words(node, place, boxes.mistake))

    def _draw_each(self, node: Each, place: Place) -> None:
        if is_words(node.children):
            st.markdown(self.walk.words([node], place))
            return
        turns = self.walk.turns(node, place)
        if isinstance(turns, Turns):
            for each in turns.places:
                self.draw(node.children, each)
            if turns.left_out:
                self._say_left_out(turns)

    def _say_left_out(self, turns: Turns) -> None:
        st.caption(md(left_out(turns)))

    def _draw_tag(self, tag: Tag, place: Place) -> None:
        component = COMPONENTS.get(tag.name)
        if component and component.text:
            st.markdown(self.walk.words([Markdown(tag.line, (tag,))], place))
            return
        call = self.walk.call(tag, place)
        if isinstance(call, Unknown) or component is None:
            return
        problem = emptiness(call, place)
        if problem == "error":
            raise self.walk.error(tag, call.props.empty_message)
        if problem == "warn":
            st.info(md(call.props.empty_message))
        elif problem == "nothing":
            return
        elif component.chart:
            st.altair_chart(
                cast("alt.Chart", _Proven(self.walk.run(component.chart, call))),
                width="stretch",
                theme="streamlit",
            )
        elif component.draw:
            component.draw(call)

    def _in_a_box(self, node: Node, draw: Callable[[], None]) -> None:
        try:
            draw()
        except PageError as error:
            boxes.mistake(error)
        except WarehouseError:
            raise
        except Exception as error:  # whatever a component does, the page goes on
            _LOG.exception("%s:%s cannot be drawn", self.page.file, node.line)
            what = f"<{node.name}>" if isinstance(node, Tag) else "this"
            boxes.mistake(
                self.walk.values.error(
                    node.line,
                    f"{what} cannot be drawn ({type(error).__name__}; the log tells more)",
                )
            )


class _Proven:
    """A chart for Streamlit, which asks no more of one than its specification.

    To hold that against the schema of Vega-Lite takes longer than all the rest of a page. The check
    of pages does it, with the same components; a visit need not again.
    """

    def __init__(self, chart: alt.TopLevelMixin) -> None:
        self._chart = chart

    def to_dict(self) -> dict[str, Any]:
        return self._chart.to_dict(validate=False)


class _TagScope:
    """What a component may ask while it draws."""

    def __init__(self, drawing: _Drawing, tag: Tag, place: Place) -> None:
        self._drawing = drawing
        self._tag = tag
        self._place = place

    @property
    def surroundings(self) -> Surroundings:
        return self._drawing.surroundings

    def draw(self, nodes: Sequence[Node]) -> None:
        self._drawing.draw(nodes, self._place)

    def cells(self, nodes: Sequence[Node]) -> Sequence[Callable[[], None]]:
        return self._drawing.cells(nodes, self._place)

    def words(self, nodes: Sequence[Node]) -> str:
        return self._drawing.walk.words(nodes, self._place)

    def key(self, name: str) -> str:
        if COMPONENTS[self._tag.name].bindings:
            return self._drawing.input_key(name)
        rows = ".".join(map(str, self._place.trail))
        return f"{self._drawing.page.slug}:{self._tag.line}:{rows}:{name}"
