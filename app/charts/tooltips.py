"""What a chart says of the mark under the pointer: text that `app.formats` wrote."""

from __future__ import annotations

import altair as alt

# The tooltip draws the value of a key `image` as a picture from that address, so a column or series
# of that name must not be the key; `title` is its heading, which is ours to give.
_MEANT_OTHERWISE = {"image", "title"}
_UNSEEN = "\u2060"


def heading(field: str) -> alt.Tooltip:
    """Return the tooltip's first line, without a name before it."""
    return alt.Tooltip(field=field, type="nominal", title="title")


def line(field: str, name: str) -> alt.Tooltip:
    """Return a line `name: value`."""
    if name.strip().lower() in _MEANT_OTHERWISE:
        name += _UNSEEN
    return alt.Tooltip(field=field, type="nominal", title=name)
