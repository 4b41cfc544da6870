"""`<Feedback artist={row.artist_id} name={row.artist_name}/>`: a word about an artist.

The one thing that pages write, by the same code as `mm feedback`.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from app.components.contract import Call, Component, Props
from app.escape import authored, md
from stores import feedback
from stores.csv_log import LogDamagedError, utc_now
from stores.feedback import EFFECTS, effect_of_taking_back
from stores.generations import FileIdentity, identity_of
from stores.lock import LockHeldError
from stores.verdicts import Verdict

LABELS = {
    Verdict.LIKE: "Like",
    Verdict.DISLIKE: "Dislike",
    Verdict.KNOWN: "Know it",
    Verdict.BLOCK: "Block",
}
_ICONS = {
    Verdict.LIKE: ":material/thumb_up:",
    Verdict.DISLIKE: ":material/thumb_down:",
    Verdict.KNOWN: ":material/hearing:",
    Verdict.BLOCK: ":material/block:",
}
_TROUBLES = (LogDamagedError, LockHeldError, OSError)


class FeedbackProps(Props, frozen=True, kw_only=True):
    """Of whom it is a word."""

    artist: str
    """The artist_id."""
    name: str


def draw(call: Call[FeedbackProps]) -> None:
    """Draw the four verdicts, with the one that holds; choosing it again takes it back."""
    props, surroundings = call.props, call.scope.surroundings
    path = surroundings.feedback
    # The artist is in the key: after a build another one may stand in this place.
    key = call.scope.key(f"feedback.{props.artist}")
    if trouble := st.session_state.pop(_trouble_key(key), None):
        st.error(md(trouble))
    try:
        holding = _holding(path, identity_of(path))
    except _TROUBLES as error:
        st.error(md(_in_words(error, path)))
        return
    shown = holding.get(props.artist)
    if st.session_state.get(key, shown) != shown or key not in st.session_state:
        # Said elsewhere: in another tab, by `mm feedback`, or refused by the store.
        st.session_state[key] = shown
    st.segmented_control(
        f"What you say of {md(props.name)}",
        list(LABELS),
        format_func=lambda verdict: f"{_ICONS[verdict]} {LABELS[verdict]}",
        key=key,
        label_visibility="collapsed",
        on_change=_chosen,
        args=(key, props, path, surroundings.command, shown),
        wrap=True,  # four words are a little wider than a phone
    )


def _chosen(
    key: str, props: FeedbackProps, path: Path, command: str, shown: Verdict | None
) -> None:
    verdict: Verdict | None = st.session_state[key]
    try:
        if verdict is not None:
            feedback.say(path, verdict, props.artist, props.name, utc_now())
            said = md(f"{LABELS[verdict]}: {props.name}; {EFFECTS[verdict]}")
            # How commands start is ours; a code span can be copied, where an escape would be seen.
            st.toast(f"{said} (`{authored(command)} build`)")
        elif shown is not None:
            st.toast(md(_taken_back(props, path, shown)))
    except _TROUBLES as error:
        # What is drawn in a callback would stand above the page.
        st.session_state[_trouble_key(key)] = f"{props.name}: {_in_words(error, path)}"


def _taken_back(props: FeedbackProps, path: Path, shown: Verdict) -> str:
    """Take back the word that was shown, unless another one holds by now."""
    holds = feedback.latest(feedback.read(path)).get(props.artist)
    if holds is None or holds.verdict is not shown:
        now = LABELS[holds.verdict] if holds else "nothing"
        return f"{props.name}: left as it is, since {now} was said elsewhere meanwhile"
    word = feedback.take_back(path, props.artist) or holds
    before = feedback.latest(feedback.read(path)).get(props.artist)
    return f"Took back {LABELS[shown]}: {props.name}; {effect_of_taking_back(word, before)}"


@st.cache_data(show_spinner=False, max_entries=2)
def _holding(
    path: Path,
    identity: FileIdentity | None,  # noqa: ARG001  part of the cache's key: another file, read anew
) -> dict[str, Verdict]:
    """Return what holds of each artist."""
    return {artist: word.verdict for artist, word in feedback.latest(feedback.read(path)).items()}


def _trouble_key(key: str) -> str:
    return f"{key}.trouble"


def _in_words(error: Exception, path: Path) -> str:
    if isinstance(error, OSError):
        return f"the feedback cannot be read or kept ({error.strerror}): {path}"
    return str(error)


COMPONENT = Component(name="Feedback", props=FeedbackProps, draw=draw)
