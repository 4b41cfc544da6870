"""Reference lines: a value or a moment that the data is to be read against."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

import altair as alt
import pandas as pd

from app.charts.points import Channel, Points
from app.components.contract import Call
from app.components.reference_line import ReferenceLineProps
from app.formats import format_text, is_nothing
from app.theme import Theme

_DASH = [5, 4]
_HALO = 4
_GAP = 5


@dataclass(frozen=True, slots=True)
class _Place:
    """How a chart shows one of its channels, so that a line lies on the same scale."""

    channel: Channel
    screen: Literal["x", "y"]
    """The direction of the channel's axis."""
    encoded: alt.X | alt.Y
    """The chart's own encoding of the channel."""
    middle: object = None
    """The middle of the axis: beyond it, a label stands before its line."""
    categories: frozenset[str] | None = None
    """Of an axis of words."""


def reference_layers(
    theme: Theme,
    children: Iterable[Call[Any]],
    points: Points,
    x: alt.X | alt.Y,
    y: alt.X | alt.Y,
) -> Iterator[alt.Chart]:
    """Yield the layers of the `<ReferenceLine/>` tags inside a chart.

    `x` and `y` are the chart's encodings of the points' own x and y, wherever on the screen.
    Raises `ValueError` where a line's value is not of the axis's kind.
    """
    for child in children:
        props = child.props
        if isinstance(props, ReferenceLineProps):
            channel, encoded, said = (
                (points.x, x, props.x) if props.x is not None else (points.y, y, props.y)
            )
            yield from _layers(theme, child, _place(channel, encoded, points.frame), said)


def _place(channel: Channel, encoded: alt.X | alt.Y, frame: pd.DataFrame) -> _Place:
    values = frame[channel.field]
    middle = None if channel.kind == "nominal" else values.min() + (values.max() - values.min()) / 2
    categories = frozenset(values) if channel.kind == "nominal" else None
    screen: Literal["x", "y"] = "x" if isinstance(encoded, alt.X) else "y"
    return _Place(channel, screen, encoded, middle, categories)


def _layers(
    theme: Theme, call: Call[ReferenceLineProps], at: _Place, said: float | str | None
) -> Iterator[alt.Chart]:
    props = call.props
    values: list[object] = [said]
    labels: list[object] = [props.label]
    if len(call.frame.columns) > 0:
        values = list(call.frame[str(said)])
        labels = list(call.frame[props.label]) if props.label else [""] * len(values)
    lines = [
        (_value(value, at.channel), _words(label, value, at.channel, hide_value=props.hide_value))
        for value, label in zip(values, labels, strict=True)
        if not is_nothing(value) and _has_place(value, at)
    ]
    if not lines:
        return
    frame = pd.DataFrame(lines, columns=["Value", "Label"])
    yield (
        alt.Chart(frame)
        .mark_rule(color=theme.muted, strokeDash=_DASH, strokeWidth=1.5)
        .encode(**{at.screen: _encoded(at)})
    )
    for is_late in (False, True):
        there = frame[[_is_late(value, at) == is_late for value in frame["Value"]]]
        if len(there) and any(there["Label"]):
            yield from _label_layers(theme, there, at, is_late=is_late)


def _label_layers(
    theme: Theme, frame: pd.DataFrame, at: _Place, *, is_late: bool
) -> Iterator[alt.Chart]:
    """Yield the words twice: the first, thick in the background's colour, keeps them legible."""
    if at.screen == "y":
        where: dict[str, Any] = {"align": "right", "baseline": "bottom", "dy": -_GAP}
        across: dict[str, Any] = {"x": alt.value("width")}
    else:
        where = {"align": "right" if is_late else "left", "baseline": "top"}
        where["dx"] = -_GAP if is_late else _GAP
        across = {"y": alt.value(0)}
    for colour, stroke in ((theme.background, _HALO), (theme.text, 0)):
        yield (
            alt.Chart(frame)
            .mark_text(
                **where, color=colour, stroke=colour, strokeWidth=stroke, fontSize=12, limit=220
            )
            .encode(
                **{at.screen: _encoded(at)}, **across, text=alt.Text(field="Label", type="nominal")
            )
        )


def _encoded(at: _Place) -> alt.X | alt.Y:
    """Return the chart's own encoding of the axis, over the lines' values.

    Axis and scale are the same object's, or Vega would write two titles on one axis.
    """
    encoded = at.encoded.copy()
    encoded["field"] = "Value"
    encoded["stack"] = None
    return encoded


def _has_place(value: object, at: _Place) -> bool:
    """Return whether a category is on the axis, which another one would lengthen."""
    return at.categories is None or format_text(value) in at.categories


def _value(value: object, channel: Channel) -> object:
    if channel.kind == "nominal":
        return format_text(value)
    try:
        if channel.kind == "quantitative":
            return float(str(value))
        # As its own clock shows it, like the axis.
        return pd.Timestamp(str(value)).tz_localize(None)
    except ValueError:
        kind = "a number" if channel.kind == "quantitative" else "a date"
        wanted = f"a reference line on {channel.title!r} needs {kind}"
        raise ValueError(f"{wanted}, not {value!r}") from None


def _words(label: object, value: object, channel: Channel, *, hide_value: bool) -> str:
    said = "" if is_nothing(label) else str(label)
    if hide_value and said:
        return said
    placed = _value(value, channel)
    if isinstance(placed, float) and placed.is_integer() and channel.fmt is None:
        placed = int(placed)
    written = format_text(placed, channel.fmt)
    return f"{said} ({written})" if said else written


def _is_late(value: Any, at: _Place) -> bool:
    return at.screen == "x" and at.middle is not None and bool(value > at.middle)
