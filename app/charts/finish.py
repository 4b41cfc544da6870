"""Title, size and description: the last touch of every chart."""

from __future__ import annotations

import json
from collections.abc import Sequence
from textwrap import wrap

import altair as alt
import msgspec
import pandas as pd

from app.charts.props import ChartProps
from app.theme import Theme

# Altair's own limit of 5,000 rows is for notebooks; ours is in app.charts.columns.
alt.data_transformers.disable_max_rows()

_TITLE_LETTERS = 42
"""A line of the title in letters, so that it fits a phone; Vega breaks no lines by itself."""
_SUBTITLE_LETTERS = 54
_TITLE_LETTER = 9
"""The width of a letter of the title, in pixels."""
_TITLE_LINE = 19
_SUBTITLE_LINE = 17
_GAP = 14
_EMPTY_HEIGHT = 90


def finished(
    layers: Sequence[alt.Chart],
    props: ChartProps,
    theme: Theme,
    *,
    height: int,
    about: str,
    above: int = 0,
) -> alt.LayerChart:
    """Return the layers as one chart, as wide as its place, with title, height and description.

    `height` (pixels) is of the area with its axes, where the page says no `chartAreaHeight`; the
    title comes on top, and what is `above` the plot. `about` describes it where there is no title.
    """
    title = wrap(props.title, _TITLE_LETTERS)
    subtitle = wrap(props.subtitle, _SUBTITLE_LETTERS)
    head = (
        _GAP * bool(title or subtitle) + _TITLE_LINE * len(title) + _SUBTITLE_LINE * len(subtitle)
    )
    chart = alt.LayerChart(layer=list(layers)).properties(
        width="container",
        height=(props.chart_area_height or height) + head + above,
        description=". ".join(text for text in (props.title, props.subtitle) if text) or about,
        padding={"left": 0, "right": 8, "top": 4, "bottom": 4},
    )
    if not (title or subtitle):
        return chart
    return chart.properties(
        title=alt.TitleParams(
            text=_unless_narrow(props.title, title),
            subtitle=subtitle or alt.Undefined,
            anchor="start",
            frame="bounds",
            color=theme.text,
            fontSize=15,
            fontWeight=600,
            subtitleColor=theme.muted,
            subtitleFontSize=13,
            subtitlePadding=4,
            offset=_GAP,
        )
    )


def _unless_narrow(text: str, lines: list[str]) -> alt.ExprRef | list[str]:
    """Return the title in one line, and in `lines` where the screen is narrower than that."""
    if len(lines) <= 1:
        return lines or [""]
    width = len(text) * _TITLE_LETTER
    return alt.ExprRef(f"width < {width} ? {json.dumps(lines)} : {json.dumps([text])}")


def nothing_to_draw(props: ChartProps, theme: Theme) -> alt.LayerChart:
    """Return what stands in place of a chart whose rows hold no values."""
    words = alt.Chart(pd.DataFrame({"Words": ["No values"]})).mark_text(
        color=theme.muted, fontSize=13
    )
    chart = words.encode(text=alt.Text(field="Words", type="nominal"))
    low = msgspec.structs.replace(props, chart_area_height=None)
    return finished([chart], low, theme, height=_EMPTY_HEIGHT, about="No values")
