"""Rows for pages, read once for each build: cached by statement, parameters and the file itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path

import pandas as pd
import streamlit as st

from stores.generations import FileIdentity, GenerationGoneError, identity_of
from stores.limits import Limit
from stores.warehouse import WarehouseError, kept_open, read_frame

PAGE_LIMIT = Limit(seconds=30, rows=100_000, size=20_000_000)
"""What a page's query may take; its pages show a mistake where it is not enough."""

_CACHED_FRAMES = 200


class WarehouseReplacedError(WarehouseError):
    """A build has put another file in place since the page began: draw it anew."""


class Reading:
    """Runs the SQL of one page in one generation of the warehouse. Use it in a `with`.

    The file is opened at the first statement whose answer is not known, and closed at the end: to
    open it takes longer than most answers.
    """

    def __init__(self, warehouse: Path) -> None:
        self._warehouse = warehouse
        self.identity = identity_of(warehouse)
        """The build that all the page's rows are of; None where there is none."""
        _forget_all_but(self.identity)
        self._open = ExitStack()
        self._is_open = False

    def __enter__(self) -> Reading:
        return self

    def __exit__(self, *_error: object) -> None:
        self._open.close()

    def __call__(self, sql: str, parameters: Mapping[str, object]) -> pd.DataFrame:
        """Return the rows of a statement.

        Raises `StatementError` where DuckDB refuses the statement, `WarehouseReplacedError` where
        the file is another one now, and the other `WarehouseError`s where it cannot answer at all.
        """
        return _read(self._warehouse, self.identity, sql, parameters, self._keep_open)

    def _keep_open(self) -> None:
        if not self._is_open:
            self._open.enter_context(kept_open(self._warehouse, self.identity))
            self._is_open = True


# A text field makes any number of parameters: bounded.
@st.cache_data(show_spinner="Reading your warehouse…", max_entries=_CACHED_FRAMES)
def _read(
    warehouse: Path,
    identity: FileIdentity | None,
    sql: str,
    parameters: Mapping[str, object],
    _keep_open: Callable[[], None],
) -> pd.DataFrame:
    try:
        _keep_open()
        return read_frame(warehouse, sql, parameters, is_trusted=False, limit=PAGE_LIMIT)
    except GenerationGoneError:
        raise _replaced() from None
    except OSError as error:
        raise WarehouseError(
            f"the warehouse cannot be read ({error.strerror or type(error).__name__}): "
            "see who may read its file"
        ) from None
    finally:
        # Last, so that neither rows nor a refusal of the new file pass for those of the old one.
        if identity_of(warehouse) != identity:
            raise _replaced()


_builds_read: list[FileIdentity | None] = []
"""The one that the kept rows are of."""


def _forget_all_but(identity: FileIdentity | None) -> None:
    if _builds_read != [identity]:
        _builds_read[:] = [identity]
        _read.clear()


def _replaced() -> WarehouseReplacedError:
    return WarehouseReplacedError("a new build has come: the page is drawn anew")
