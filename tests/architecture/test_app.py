"""What data says is shown, never rendered, followed or fetched."""

import inspect
import re

import pytest
import streamlit as st

from tests.architecture.markdown_rules import PLAIN, RENDERED, rendered_data
from tests.architecture.tree import report, short, under

GOOD = """
import streamlit as st
from app.escape import md

TITLE = "Title"
LABELS = {1: "one"}


def draw(call):
    st.title(TITLE)
    label = md(call.props.title) if call.props.title else "None"
    with st.expander(label, expanded=call.props.is_open):
        st.markdown(f"**{md(call.name)}** of {LABELS[call.number]}")
    if words := call.scope.words(call.tag.children):
        st.info(words, icon=":material/info:")
    st.segmented_control("Which?", call.options, format_func=lambda one: md(one), key=call.key)
    for tab in st.tabs([md(each) for each in call.names]):
        with tab:
            st.text(call.name)
            st.dataframe(call.frame, column_config={"x": st.column_config.NumberColumn(call.name)})
    _LOG.error(call.name)
"""


def test_pages_render_no_data() -> None:
    files = under("app", suffix=".py")
    assert len(files) > 30
    report(
        rendered_data.__doc__,
        [f"{short(f)}: {breach}" for f in files for breach in rendered_data(f.read_text("utf-8"))],
    )


def test_sound_code_passes() -> None:
    assert rendered_data(GOOD) == []


@pytest.mark.parametrize(
    "line",
    [
        "st.markdown(call.name)",
        "st.markdown(f'**{call.name}**')",
        "st.markdown('**' + call.name)",
        "st.markdown(body=call.name)",
        "st.markdown(str(call.name))",
        "st.markdown(md(call.name).upper())",
        "st.markdown('x', help=call.name)",
        "st.markdown(**call.options)",
        "st.markdown(*call.options)",
        "st.markdown('x', False, help=call.name)",
        "st.metric('Hours', 1, call.value)",
        "st.markdown('x', unsafe_allow_html=True)",
        "st.text(md(call.name), **{'unsafe_allow_html': True})",
        "name = call.name; st.error(name)",
        "name = 'x'; name = call.name; st.error(name)",
        "name = 'x'; name += call.name; st.error(name)",
        "for name in call.names: st.error(name)",
        "st.error(call)",
        "st.metric('Hours', call.value)",
        "st.metric('Hours', 1, delta=call.value)",
        "st.tabs(call.names)",
        "st.tabs([name for name in call.names])",
        "st.expander(label=call.name)",
        "st.segmented_control('x', call.names, format_func=call.label)",
        "st.segmented_control('x', call.names)",
        "st.selectbox(call.title, ['a'])",
        "st.toast(call.name)",
        "st.html(call.name)",
        "st.write('x')",
        "st.image('https://example.org/x.png')",
        "st.sidebar.markdown('x')",
        "st.set_page_config(page_icon=call.icon)",
        "st.column_config.LinkColumn('x')",
        "st.column_config.ImageColumn('x')",
        "head = {'label': 'x', 'help': call.name}",
        "boxes = {'info': st.info}",
        "call.column.metric('x', call.value)",
        "column, = st.columns(1); column.error(call.name)",
        "for column in st.columns(2): column.text('x', help=call.name)",
        "from streamlit import markdown",
        "import streamlit as lit",
        "import streamlit.components.v1 as components",
        "from streamlit.components.v1 import html",
    ],
)
def test_data_that_is_rendered_is_found(line: str) -> None:
    body = "\n    ".join(line.split("; "))
    assert rendered_data(f"import streamlit as st\n\ndef draw(call):\n    {body}\n")
    at_the_top = body.replace("\n    ", "\n")
    assert rendered_data(f"import streamlit as st\n{at_the_top}\n")


def test_the_list_of_what_streamlit_renders_is_complete() -> None:
    """Streamlit says of each parameter whether it takes markdown."""
    missing = [
        f"st.{name}({parameter}=…)"
        for name in sorted({*RENDERED, *PLAIN} - {"column_config", "context", "session_state"})
        for parameter in _takes_markdown(getattr(st, name))
        if parameter not in RENDERED.get(name, ()) and (name, parameter) not in _LIFTED
    ]
    assert missing == []


_LIFTED = {
    ("segmented_control", "options"),  # rendered is what format_func makes of them
    ("navigation", "pages"),  # the headings of groups, and there are none
    ("markdown", "width"),  # not words: their descriptions mention markdown
    ("tabs", "bind"),
}


def _takes_markdown(function: object) -> list[str]:
    parts = re.split(r"\n(\w+) : ", inspect.getdoc(function) or "")
    return [
        name
        for name, text in zip(parts[1::2], parts[2::2], strict=True)
        if re.search(r"Markdown", text.split("\n\nReturns")[0]) and not text.startswith("bool")
    ]
