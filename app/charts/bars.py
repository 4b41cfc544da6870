"""Where bars stand: the order of their categories, and how long a moment of a time axis is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from app.charts.points import Points

_MOST_CATEGORIES = 300
_MARGIN = 0.1
"""Of a bar's span, on each side."""


def category_order(points: Points, *, is_sorted: bool) -> Any:
    """Return Vega's `sort` of the categories: the largest sum first, or as the rows come.

    Numbers and dates rise. Raises `ValueError` where there are too many.
    """
    x, y, frame = points.x, points.y, points.frame
    count = frame[x.field].nunique()
    if count > _MOST_CATEGORIES:
        raise ValueError(f"{count:,} bars are more than anyone reads: limit the rows in SQL")
    if x.kind != "nominal":
        return "ascending" if is_sorted else None
    if not is_sorted:
        return list(dict.fromkeys(frame[x.field]))
    totals = frame.groupby(x.field, sort=False)[y.field].sum()
    return totals.sort_values(ascending=False, kind="stable").index.tolist()


def with_spans(points: Points) -> tuple[Points, str, str]:
    """Return the points with the columns of both ends of their bars on an axis of time.

    A bar is as long as its moment: a year, a quarter, a month, or the distance to the next.
    """
    moments = points.frame[points.x.field]
    ends = moments + _length(pd.DatetimeIndex(moments))
    margin = (ends - moments) * _MARGIN
    start, end = f"{points.x.field} from", f"{points.x.field} to"
    frame = points.frame.assign(**{start: moments + margin, end: ends - margin})
    return replace(points, frame=frame), start, end


def _length(moments: pd.DatetimeIndex) -> Any:
    """Return the longest unit of the calendar that all moments start, else their least distance."""
    if all(moments == moments.normalize()):
        if all(moments.is_year_start):
            return pd.DateOffset(years=1)
        if all(moments.is_quarter_start):
            return pd.DateOffset(months=3)
        if all(moments.is_month_start):
            return pd.DateOffset(months=1)
    return pd.Series(moments.unique().sort_values()).diff().min()
