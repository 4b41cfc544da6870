"""What is written at bars and told of them: labels at their ends, parts of a whole."""

from __future__ import annotations

import math
from dataclasses import replace

import pandas as pd

from app.charts.points import Points
from app.formats import format_text

_ROOM_FOR_LABELS = 0.1
"""Of the longest bar, beyond it."""


def with_shares(points: Points) -> Points:
    """Return the points with their part of the whole of their x in the text of each value."""
    y, frame = points.y, points.frame.copy()
    total = frame.groupby(points.x.field, sort=False)[y.field].transform("sum")
    frame[y.text] = [
        f"{text} ({format_text(value / whole if whole else math.nan, 'pct1')})"
        for text, value, whole in zip(frame[y.text], frame[y.field], total, strict=True)
    ]
    return replace(points, frame=frame)


def ends_with_labels(points: Points, *, is_grouped: bool) -> dict[str, float]:
    """Return the ends of a scale on which also the labels of the longest bars have room."""
    ends = _ends(points, is_grouped=is_grouped)[points.y.field]
    least, most = min(0.0, float(ends.min())), max(0.0, float(ends.max()))
    room = (most - least) * _ROOM_FOR_LABELS
    return {
        **({"domainMax": most + room} if most > 0 else {}),
        **({"domainMin": least - room} if least < 0 else {}),
    }


def _ends(points: Points, *, is_grouped: bool) -> pd.DataFrame:
    """Return a row for each bar, or for each stack of bars with their sum."""
    if is_grouped:
        return points.frame
    sums = points.frame.groupby(points.x.field, sort=False)[points.y.field].sum()
    return sums.reset_index()


def labelled(points: Points, fmt: str | None, *, is_grouped: bool) -> tuple[pd.DataFrame, str]:
    """Return the ends of bars and the column with what to write there.

    Bars on top of each other are labelled with their sum.
    """
    y, frame = points.y, _ends(points, is_grouped=is_grouped)
    label = f"{y.field} label"
    texts = [format_text(value, fmt or y.fmt) for value in frame[y.field]]
    return frame.assign(**{label: texts}), label
