"""Last.fm: similar artists, tags, listeners and top tracks of one artist.

Source: Last.fm's API pages, and the clients that met its oddities in the field.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

from python_engines.clients.exchange import Request
from python_engines.clients.http import HttpClient, Outcome
from python_engines.clients.lastfm_readers import (
    InfoReader,
    LastfmReader,
    SimilarReader,
    TagsReader,
    TopTracksReader,
)
from python_engines.clients.records import (
    Answer,
    AnswerStatus,
    InfoAnswer,
    SimilarAnswer,
    TagsAnswer,
    TopTracksAnswer,
)

A = TypeVar("A", bound=Answer)

SIMILAR = "artist.getSimilar"
TOP_TAGS = "artist.getTopTags"
INFO = "artist.getInfo"
TOP_TRACKS = "artist.getTopTracks"

LIST_LENGTH = 100
"""Entries of a list asked for, always: a stored list serves every later use."""
TOP_TRACK_COUNT = 3

_DECODED_TWICE = re.compile(r"\+|%(?=[0-9A-Fa-f]{2})")


class LastfmClient:
    """Asks Last.fm about one artist at a time.

    An artist is asked for as it is; only when that gives nothing, as Last.fm corrects the name:
    correcting first would sometimes answer for another artist of a similar name.
    """

    def __init__(self, http: HttpClient, key: str) -> None:
        self.http = http
        self._key = key

    def fetch_similar(
        self, artist_name: str, other_names: Callable[[], Outcome[tuple[str, ...]]]
    ) -> Outcome[SimilarAnswer]:
        """Ask which artists are similar, closest first.

        `other_names` is called, and what it gives is tried in turn, only when Last.fm has nothing
        under the artist's own name: artists change their names, and Last.fm keeps the old one. When
        they cannot be had just now, neither is there an answer: it would be kept for weeks.
        """
        outcome = self._ask(SIMILAR, artist_name, SimilarReader, limit=LIST_LENGTH)
        if outcome.value is None or outcome.value.status is AnswerStatus.OK:
            return outcome
        names = other_names()
        if names.value is None:
            return Outcome(None, names.fault)
        for name in names.value:
            other = self._ask(SIMILAR, name, SimilarReader, limit=LIST_LENGTH)
            if other.value is None:
                return other
            if other.value.status is AnswerStatus.OK:
                found = other.value
                answer = SimilarAnswer(
                    found.status, artist_name, found.answered_name or name, found.artists, name
                )
                return Outcome(answer)
        return outcome

    def fetch_tags(self, artist_name: str) -> Outcome[TagsAnswer]:
        """Ask for the tags that listeners give the artist, heaviest (100) first."""
        return self._ask(TOP_TAGS, artist_name, TagsReader)

    def fetch_info(self, artist_name: str) -> Outcome[InfoAnswer]:
        """Ask how many people listen to the artist, and how often."""
        return self._ask(INFO, artist_name, InfoReader)

    def fetch_top_tracks(self, artist_name: str) -> Outcome[TopTracksAnswer]:
        """Ask for the artist's most heard tracks."""
        return self._ask(TOP_TRACKS, artist_name, TopTracksReader, limit=TOP_TRACK_COUNT)

    def _ask(
        self,
        method: str,
        artist_name: str,
        reader: Callable[..., LastfmReader[A]],
        limit: int | None = None,
    ) -> Outcome[A]:
        exact = self._ask_once(method, artist_name, reader, limit, corrects=False)
        if exact.value is None or exact.value.status is AnswerStatus.OK:
            return exact
        corrected = self._ask_once(method, artist_name, reader, limit, corrects=True)
        answer = corrected.value
        if answer is not None and answer.status is AnswerStatus.NOT_FOUND:
            answer = exact.value  # which may know the artist, without what was asked for
        is_doubtful = exact.is_doubtful or corrected.is_doubtful
        return Outcome(answer, corrected.fault, is_doubtful)

    def _ask_once(
        self,
        method: str,
        artist_name: str,
        reader: Callable[..., LastfmReader[A]],
        limit: int | None,
        *,
        corrects: bool,
    ) -> Outcome[A]:
        form = {
            "method": method,
            "artist": _escaped(artist_name),
            "autocorrect": "1" if corrects else "0",
            "format": "json",
            "api_key": self._key,
        }
        if limit is not None:
            form["limit"] = str(limit)
        return self.http.ask(Request(form=form), reader(artist_name, corrects=corrects).read)


def _escaped(name: str) -> str:
    """Escape what a second decoding would change: `+`, and `%` before two hex digits."""
    return _DECODED_TWICE.sub(lambda found: "%2B" if found[0] == "+" else "%25", name)
