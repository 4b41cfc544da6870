"""`<SqlConsole/>`: any question to the warehouse, within limits of time, rows and size.

The statement is the listener's own, yet it runs as any other would that is not trusted: one select,
read-only, on a connection that reaches nothing but the tables.
"""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic

import pandas as pd
import streamlit as st
from pandas.api.types import is_datetime64_any_dtype, is_integer_dtype

from app.components.contract import Call, Component, Props, Surroundings
from app.escape import md
from app.formats import NOTHING, format_text
from stores.generations import FileIdentity
from stores.limits import Limit, is_cut
from stores.warehouse import StatementError, WarehouseError, read_frame

LIMIT = Limit(seconds=20, rows=10_000, size=50_000_000)
"""Larger results would take the browser more time than they are worth to look at."""

EXAMPLE = """select artist_name, hours, preference_rank
from artist_preferences
order by preference_rank
limit 20"""

_LARGEST_EXACT = 2**53
"""Browsers keep no larger whole number exactly."""
_YEARS = range(1, 10_000)


class SqlConsoleProps(Props, frozen=True, kw_only=True):
    """What stands in the box at first."""

    example: str = EXAMPLE


@dataclass(frozen=True, slots=True)
class _Asked:
    """A statement and what came of it: a frame, or in words why there is none."""

    statement: str
    build: FileIdentity | None
    """The page's own, whose file it may hold open, whichever is there now."""
    answer: pd.DataFrame | str
    seconds: float


def draw(call: Call[SqlConsoleProps]) -> None:
    """Draw the box, and below it the answer to what was asked last."""
    key = call.scope.key("sql")
    asked: _Asked | None = st.session_state.get(f"{key}.asked")
    if key not in st.session_state:
        # Who comes back from another page finds the statement of the answer that is still there.
        st.session_state[key] = asked.statement if asked else call.props.example
    with st.form(f"{key}.form", border=False):
        statement = st.text_area("One select statement", key=key, height=180)
        is_run = st.form_submit_button("Run", type="primary", icon=":material/play_arrow:")
    st.caption(
        f"Read-only. Ends after {LIMIT.seconds:g} s and shows up to {LIMIT.rows:,} rows. "
        "Ctrl+Enter in the box runs it too."
    )
    surroundings = call.scope.surroundings
    if is_run:
        asked = _ask(surroundings, statement or "")
        st.session_state[f"{key}.asked"] = asked
    if asked:
        _show(asked, is_old=asked.build != surroundings.build)


def showable(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the cells as a browser can show them without a change of value."""
    return pd.DataFrame({name: _showable(values) for name, values in frame.items()})


def _ask(surroundings: Surroundings, statement: str) -> _Asked:
    warehouse, began = surroundings.warehouse, monotonic()
    answer: pd.DataFrame | str
    try:
        with st.spinner("Asking the warehouse…", show_time=True):
            answer = read_frame(warehouse, statement, is_trusted=False, is_flat=True, limit=LIMIT)
    except (StatementError, WarehouseError) as error:
        answer = str(error)
    except OSError as error:
        answer = f"the warehouse cannot be read ({error.strerror or type(error).__name__})"
    return _Asked(statement, surroundings.build, answer, monotonic() - began)


def _show(asked: _Asked, *, is_old: bool) -> None:
    if isinstance(asked.answer, str):
        st.error(md(asked.answer))
        return
    count = len(asked.answer)
    rows = "1 row" if count == 1 else f"{count:,} rows"
    cut = ", cut here: there are more" if is_cut(asked.answer) else ""
    old = " A new build has come since: run it again." if is_old else ""
    st.dataframe(showable(asked.answer), hide_index=True, placeholder=NOTHING)
    st.caption(md(f"{rows}{cut}. Answered in {format_text(asked.seconds)} s.{old}"))


def _showable(values: pd.Series) -> pd.Series:
    if is_integer_dtype(values):
        is_exact = bool((values.dropna().abs() <= _LARGEST_EXACT).all())
    elif is_datetime64_any_dtype(values):
        is_exact = bool(values.dropna().dt.year.isin(_YEARS).all())
    else:
        is_exact = True
    return values if is_exact else values.astype("string")


COMPONENT = Component(name="SqlConsole", props=SqlConsoleProps, draw=draw)
