"""The limit of `bench_pages`: what Streamlit and Chromium take for a page that has nothing to do.

``streamlit run benchmarks/bare_pages.py``: a page of one sentence, and one with a chart and a table
of a dozen rows.
"""

import altair as alt
import pandas as pd
import streamlit as st

_ROWS = pd.DataFrame({"month": range(12), "hours": range(12)})


def words() -> None:
    """One sentence."""
    st.markdown("Nothing to do here.")


def chart() -> None:
    """One sentence, one chart, one table."""
    st.markdown("Hardly anything to do here.")
    st.altair_chart(alt.Chart(_ROWS).mark_line().encode(x="month", y="hours"))
    st.dataframe(_ROWS)


st.navigation([st.Page(words, default=True), st.Page(chart)]).run()
