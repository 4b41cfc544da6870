"""Whatever a name says, markdown shows it as words."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from app.escape import md, plain

JOINER = "\N{WORD JOINER}"
# What Streamlit 1.67 looks for in text whose escapes are resolved already.
SOUGHT = [
    re.compile(r"(https?://|www(?=\.))([-.\w]+)", re.I),
    re.compile(r"[-.\w+]+@[-\w]+(?:\.[-\w]+)+"),
    re.compile(r":[\w+-]+:"),
    re.compile(r":material/\w+:"),
    re.compile(r"(^|\s)(<->|->|<-|--|>=|<=|~=)(\s|$)"),
]
ONLY_WORDS = {"paragraph_open", "paragraph_close", "inline"}
GFM = MarkdownIt("gfm-like", {"linkify": False, "html": True})


def shown(markdown: str) -> str:
    """Return the words that a reader sees, and fail where there is more than words."""
    tokens = GFM.parse(markdown)
    assert {token.type for token in tokens} <= ONLY_WORDS
    inline = [child for token in tokens for child in token.children or []]
    assert {child.type for child in inline} <= {"text", "text_special"}
    text = "".join(child.content for child in inline)
    assert not [pattern for pattern in SOUGHT if pattern.search(text)]
    return text.replace(JOINER, "")


@pytest.mark.parametrize(
    "name",
    [
        "![x](http://127.0.0.1:1/hit)",
        "[x](https://example.org)",
        "<script>alert(1)</script>",
        "<https://example.org>",
        "**bold** _it_ ~~gone~~ `code`",
        "https://example.org/a?b=c&d=e",
        "HTTP://example.org www.example.org WWW.example.org",
        "ftp://example.org",
        "me@example.org mailto:me@example.org xmpp:me@example.org",
        ":red[loud] :blue-background[x] :smile: :+1: :material/bolt: :streamlit:",
        "::leaf[x] :::container",
        "$$x^2$$ $1 and $2$",
        "a -> b <- c <-> d -- e >= f <= g ~= h",
        "# one",
        "- one",
        "+ one",
        "1. one",
        "1) one",
        "> one",
        "| a | b |",
        "---",
        "===",
        "&lt;b&gt; &#x3c; &amp;",
        "a\\",
        "[^1]",
        "~~~",
        "AC/DC",
        "Sigur Rós & Björk: 50% off!",
    ],
)
def test_a_name_is_shown_as_it_is_written(name: str) -> None:
    assert shown(md(name)) == name
    assert shown("before " + md(name) + " after") == f"before {name} after"


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_any_text_stays_words(text: str) -> None:
    assert shown(md(text)) == plain(text).replace(JOINER, "")


def test_two_names_side_by_side_make_no_address() -> None:
    assert shown(md("https:") + md("//example.org")) == "https://example.org"
    assert shown(md("www") + md(".example.org")) == "www.example.org"


def test_unseen_characters_are_gone() -> None:
    assert plain("a\x00b\x1b[2J\u202ec\u2066d\u200be\ufefff\ud800") == "ab[2Jcdef"


def test_a_name_keeps_to_one_line() -> None:
    assert md("  a\r\n\n    b\u2028c\td ") == "a b c d"


def test_joiners_that_spell_a_word_stay() -> None:
    assert plain("می\N{ZERO WIDTH NON-JOINER}خواهم") == "می\N{ZERO WIDTH NON-JOINER}خواهم"


def test_what_is_no_text_is_written_out() -> None:
    assert md(12) == "12"
