"""One visit, and each click of it: finds the pages and draws the one that the address names.

Where it runs comes from the environment that `mm view` sets. The browser gets no traceback and no
query: what is wrong with a page stands in a box with its file and line, the rest in the log.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from app import boxes
from app.components.contract import Surroundings
from app.escape import authored, md, plain
from app.frames import Reading, WarehouseReplacedError
from app.icons import icon_of
from app.pages import LoadedPage, folder_of, is_address, load_pages
from app.render import draw_page
from app.serving import COMMAND_VARIABLE
from app.syntax.nodes import Page
from app.watching import Files, files_of, look_soon, watch
from stores.paths import Home
from stores.warehouse import WarehouseBusyError, WarehouseError

_NAME = "mmuffin"
# No page's address, for a page's name has no such sign.
_NO_ADDRESS = "-"
# An emoji: for a symbol, also one of the navigation, the browser would ask a font server.
_ICON = "🧁"
_READING_WIDTH = 1100
"""How wide, in pixels, a page gets that says `full_width: false`."""


def visit(env: Mapping[str, str]) -> None:
    """Draw the page that the address names."""
    st.set_page_config(page_title=_NAME, page_icon=_ICON, layout="wide")
    surroundings = _surroundings(env)
    folder = folder_of(env)
    watch(surroundings.warehouse, folder)
    pages = _pages(folder, files_of(folder))
    if pages:
        st.navigation(_navigation(pages, surroundings)).run()
    else:
        st.warning(md(f"There are no pages in the folder {folder.name}."))


@lru_cache(maxsize=1)
def _pages(folder: Path, _files: Files) -> tuple[LoadedPage, ...]:
    """Return the pages as they are in those files: read once, not at each click."""
    return load_pages(folder)


def _surroundings(env: Mapping[str, str]) -> Surroundings:
    home = Home.from_environment(env)
    return Surroundings(
        warehouse=home.warehouse,
        feedback=home.feedback,
        command=env.get(COMMAND_VARIABLE, "").strip() or "mm",
        is_dark=st.context.theme.type == "dark",
    )


def _navigation(pages: Sequence[LoadedPage], surroundings: Surroundings) -> list[StreamlitPage]:
    """Return the entries of the sidebar.

    Streamlit serves the first page at the root only, so it comes once more, unseen, for whoever
    follows its address.
    """
    first = next((page for page in pages if page.front.sidebar_link), pages[0])
    return [
        entry
        for number, page in enumerate(pages)
        for entry in ([_entry(page, surroundings)] if page is first else [])
        + [_entry(page, surroundings, _address(page, number), is_hidden=page is first)]
    ]


def _address(page: LoadedPage, number: int) -> str:
    """Return a page's address; of a name that can be none, one that at least no other has."""
    return page.slug if is_address(page.slug) else f"{_NO_ADDRESS}{number}"


def _entry(
    page: LoadedPage,
    surroundings: Surroundings,
    address: str | None = None,
    *,
    is_hidden: bool = False,
) -> StreamlitPage:
    front = page.front
    has_words = front.title.replace("_", " ").strip()  # without, the sidebar takes no page at all
    return st.Page(
        partial(_draw, page, surroundings),
        title=authored(front.title if has_words else page.file),
        icon=icon_of(front.icon),
        url_path=address or _NO_ADDRESS,
        default=address is None,
        visibility="visible" if front.sidebar_link and not is_hidden else "hidden",
    )


def _draw(loaded: LoadedPage, surroundings: Surroundings) -> None:
    front = loaded.front
    st.set_page_config(page_title=f"{plain(front.title)} · {_NAME}", page_icon=_ICON)
    with st.container(width="stretch" if front.full_width else _READING_WIDTH):
        if not front.hide_title:
            st.title(authored(front.title), anchor=False)
        if front.description:
            st.caption(authored(front.description))
        if loaded.page:
            # Its mistakes are met, and told, where they are.
            _draw_over_warehouse(loaded.page, surroundings)
        else:
            for error in loaded.errors:
                boxes.mistake(error)


def _draw_over_warehouse(page: Page, surroundings: Surroundings) -> None:
    try:
        with Reading(surroundings.warehouse) as read:
            draw_page(page, replace(surroundings, build=read.identity), read)
    except WarehouseReplacedError:
        st.rerun()
    except WarehouseBusyError as error:
        boxes.warehouse(error, surroundings.command)
        look_soon()
    except WarehouseError as error:
        boxes.warehouse(error, surroundings.command)
