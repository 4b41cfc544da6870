"""Notices that a build has put a new warehouse in place, or that somebody has written a page."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from stores.generations import FileIdentity, identity_of

POLL_SECONDS = 2
"""How long a page may show what is no longer there; a look costs a few microseconds."""

_SEEN = "mm.seen"
_IS_BUSY = "mm.is_busy"

Files = tuple[tuple[Path, FileIdentity | None], ...]
Seen = tuple[FileIdentity | None, Files]


def watch(warehouse: Path, folder: Path) -> None:
    """From now on, draw the whole page anew when the warehouse or a page's file is another one.

    Call it before anything is read: what comes between the look and the reading is seen next time.
    """
    st.session_state[_SEEN] = _look(warehouse, folder)
    st.session_state[_IS_BUSY] = False
    _look_again(warehouse, folder)


def look_soon() -> None:
    """Draw the page anew at the next look: the warehouse will be the same file, but free."""
    st.session_state[_IS_BUSY] = True


@st.fragment(run_every=POLL_SECONDS)
def _look_again(warehouse: Path, folder: Path) -> None:
    if st.session_state[_IS_BUSY] or st.session_state[_SEEN] != _look(warehouse, folder):
        st.rerun()


def _look(warehouse: Path, folder: Path) -> Seen:
    return identity_of(warehouse), files_of(folder)


def files_of(folder: Path) -> Files:
    """Return what stands in a folder of pages, each with its name: another name is another page."""
    return tuple((path, identity_of(path)) for path in sorted(folder.rglob("*")))
