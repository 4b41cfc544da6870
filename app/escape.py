"""The one way for words of data into a Streamlit parameter that renders markdown.

Names come from exports, tags and services: anyone may have written them. Without this, an image
written into a name is fetched by the browser, a URL becomes a link, `:red[…]` paints.
"""

from __future__ import annotations

import re
import string
import unicodedata

_JOINER = "\N{WORD JOINER}"
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}
# White space becomes a space further on; the joiners spell words of Persian and families of emoji.
_KEPT = "\t\n\v\f\r\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}"

_PUNCTUATION = re.compile(f"([{re.escape(string.punctuation)}])")
# What is found in the text after escapes are resolved, so that an escape does not stop it:
# addresses (a://b, www., a@b), :shortcodes:, and arrows such as -> and >=.
_LOOKED_FOR = re.compile(r"(?<=:)(?!\s)|(?<=www)|(?<=@)|(?<=[-<>~])(?=[-=>])", re.I)


def plain(text: object) -> str:
    """Return the words of `text` on one line, without control, bidi and other unseen characters.

    Enough where nothing is rendered (`st.text`, options of a selectbox); elsewhere see `md`.
    """
    words = str(text)
    if not words.isprintable():  # a printable text holds none of them
        words = "".join(
            character
            for character in words
            if unicodedata.category(character) not in _UNSEEN or character in _KEPT
        )
    return " ".join(words.split())


def md(text: object) -> str:
    """Return markdown that shows the words of `text`: no mark-up, link, image, emoji or formula.

    Unseen word joiners break what Streamlit would still find in words whose marks are escaped.
    """
    return _PUNCTUATION.sub(r"\\\1", _LOOKED_FOR.sub(_JOINER, plain(text)))


def authored(words: str) -> str:
    """Return words that are ours or a page's author's as they are, to be rendered as markdown.

    Says at the place of use that they come from a file of the project, and nothing in them from
    data.
    """
    return words
