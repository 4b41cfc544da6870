"""Material symbols by their name."""

from __future__ import annotations

from streamlit.string_util import is_material_icon


def icon_of(name: str) -> str | None:
    """Return how Streamlit wants a symbol written, or None for a name that it does not know.

    It would refuse the whole navigation for one wrong name.
    """
    return f":material/{name}:" if is_material_icon(name) else None
