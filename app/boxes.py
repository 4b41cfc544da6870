"""The boxes that say what is wrong, in its place; never a traceback, never a query's text."""

from __future__ import annotations

import streamlit as st

from app.errors import PageError
from app.escape import authored, md
from stores.warehouse import WarehouseError

ERROR_ICON = ":material/error:"


def mistake(error: PageError) -> None:
    """Show a page's mistake: `pages/overview.md:12: what to do`."""
    st.error(md(error), icon=ERROR_ICON)


def warehouse(error: WarehouseError, command: str) -> None:
    """Say why the warehouse cannot answer, and the command of this home that helps."""
    words = str(error).replace("`mm ", f"`{command} ")
    st.warning(authored(_sentence(words)), icon=":material/database:")


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:] + "."
