"""A folder of pages and a warehouse for each test that asks."""

import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import streamlit as st
from streamlit.components.v2 import manifest_scanner

from tests.unit.app.site import ARTISTS, Site


@pytest.fixture(scope="session", autouse=True)
def scanned_once() -> Iterator[None]:
    """Let Streamlit look for components among all that is installed once, not for each page."""
    with pytest.MonkeyPatch.context() as patch:
        scan = cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", scan)
        yield


@pytest.fixture(autouse=True)
def own_main(monkeypatch: pytest.MonkeyPatch) -> None:
    """Streamlit puts the page's script in the place of `__main__`, where a process that an import
    of the same run starts would look for what to load."""
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    folder = tmp_path / "pages"
    folder.mkdir()
    found = Site(folder, tmp_path / "w.duckdb")
    found.build(ARTISTS)
    monkeypatch.setenv("MM_PAGES_FOLDER", str(folder))
    monkeypatch.setenv("MM_WAREHOUSE", str(found.warehouse))
    monkeypatch.setenv("MM_PAGES_COMMAND", "mm --demo")
    st.cache_data.clear()
    yield found
    st.cache_data.clear()
