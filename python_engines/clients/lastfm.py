"""Last.fm's `artist.getSimilar`, with its oddities kept out of the rest of the program.

Errors come inside HTTP 200; one entry may be an object instead of a list; numbers are texts; an
empty list is `""`, blank or missing; names are decoded twice; once in a while an answer is about
someone else. Sources: Last.fm's API pages and the clients that met these in the field.
"""

from __future__ import annotations

import re
import unicodedata

from python_engines.clients.errors import Fault, FaultKind
from python_engines.clients.http import HttpClient, Outcome
from python_engines.clients.records import (
    AnswerStatus,
    SimilarAnswer,
    SimilarArtist,
    clean_match,
    clean_mbid,
    clean_name,
)

PROVIDER = "lastfm"
METHOD = "artist.getSimilar"
LIST_LENGTH = 100
"""Entries asked for, always: a stored list serves every later use."""

_NOT_FOUND_CODE = 6
_KINDS_OF_CODES = {
    2: FaultKind.BUSY,  # service offline
    8: FaultKind.BUSY,  # generic
    11: FaultKind.BUSY,  # service offline
    16: FaultKind.BUSY,  # temporarily unavailable
    29: FaultKind.BUSY,  # rate limit exceeded
    4: FaultKind.KEY_REFUSED,  # authentication failed
    10: FaultKind.KEY_REFUSED,  # invalid key
    26: FaultKind.KEY_REFUSED,  # suspended key
}
_DECODED_TWICE = re.compile(r"\+|%(?=[0-9A-Fa-f]{2})")


class LastfmClient:
    """Asks Last.fm which artists are similar to one."""

    def __init__(self, http: HttpClient, key: str) -> None:
        self._http = http
        self._key = key

    @property
    def left_for(self) -> FaultKind | None:
        """Why Last.fm is left alone for the rest of this run, if it is."""
        return self._http.left_for

    def fetch_similar(self, artist_name: str) -> Outcome[SimilarAnswer]:
        """Ask for `artist_name` as it is; only when that gives nothing, as Last.fm corrects it.

        Correcting first would sometimes answer for another artist of a similar name.
        """
        exact = self._ask(artist_name, corrects=False)
        if exact.value is None or exact.value.status is AnswerStatus.OK:
            return exact
        corrected = self._ask(artist_name, corrects=True)
        attempt_count = exact.attempt_count + corrected.attempt_count
        answer = corrected.value
        if answer is not None and answer.status is AnswerStatus.NOT_FOUND:
            answer = exact.value  # which may know the artist, without a list
        return Outcome(answer, corrected.fault, attempt_count)

    def _ask(self, artist_name: str, *, corrects: bool) -> Outcome[SimilarAnswer]:
        form = {
            "method": METHOD,
            "artist": _escaped(artist_name),
            "limit": str(LIST_LENGTH),
            "autocorrect": "1" if corrects else "0",
            "format": "json",
            "api_key": self._key,
        }
        return self._http.ask(form, _SimilarReader(artist_name, corrects=corrects).read)


class _SimilarReader:
    """Reads the answers to one look-up; remembers a strange name to see it confirmed."""

    def __init__(self, artist_name: str, *, corrects: bool) -> None:
        self._asked_name = artist_name
        self._corrects = corrects
        self._strange_name: str | None = None

    def read(self, status: int, document: dict[str, object]) -> SimilarAnswer | Fault | None:
        if "error" in document:
            return self._read_error(document["error"])
        if status != 200 or "similarartists" not in document:
            return None
        container = document["similarartists"]
        if isinstance(container, str):
            return self._answer(None, ()) if not container.strip() else None
        if isinstance(container, list):
            return self._answer(None, ()) if not container else None
        if not isinstance(container, dict):
            return None
        return self._read_container(container)

    def _read_error(self, code: object) -> SimilarAnswer | Fault:
        try:
            number = int(str(code))
        except ValueError:
            return Fault(FaultKind.BAD_ANSWER)
        if number == _NOT_FOUND_CODE:
            return SimilarAnswer(AnswerStatus.NOT_FOUND, self._asked_name)
        return Fault(_KINDS_OF_CODES.get(number, FaultKind.REFUSED))

    def _read_container(self, container: dict[str, object]) -> SimilarAnswer | Fault | None:
        attributes = container.get("@attr")
        named = attributes.get("artist") if isinstance(attributes, dict) else None
        answered_name = clean_name(named)
        if not self._is_asked_artist(answered_name):
            return Fault(FaultKind.OTHER_ARTIST)
        found = container.get("artist")
        if found is None or isinstance(found, str):  # blank, or the artist's own name
            return self._answer(answered_name, ())
        entries = found if isinstance(found, list) else [found]
        artists = tuple(artist for entry in entries if (artist := _similar_artist(entry)))
        if entries and not artists:
            return None
        return self._answer(answered_name, artists)

    def _is_asked_artist(self, answered_name: str | None) -> bool:
        """Last.fm may spell the name its own way, but then it does so twice."""
        if answered_name is None or self._corrects:
            return True
        if _loose(answered_name) == _loose(self._asked_name):
            return True
        is_confirmed = self._strange_name == answered_name
        self._strange_name = answered_name
        return is_confirmed

    def _answer(
        self, answered_name: str | None, artists: tuple[SimilarArtist, ...]
    ) -> SimilarAnswer:
        status = AnswerStatus.OK if artists else AnswerStatus.EMPTY
        return SimilarAnswer(status, self._asked_name, answered_name, artists[:LIST_LENGTH])


def _similar_artist(entry: object) -> SimilarArtist | None:
    if not isinstance(entry, dict):
        return None
    name = clean_name(entry.get("name"))
    if name is None:
        return None
    return SimilarArtist(name, clean_mbid(entry.get("mbid")), clean_match(entry.get("match")))


def _escaped(name: str) -> str:
    """Escape what a second decoding would change: `+`, and `%` before two hex digits."""
    return _DECODED_TWICE.sub(lambda found: "%2B" if found[0] == "+" else "%25", name)


def _loose(name: str) -> str:
    """Return a name without case, accents and marks, to tell another artist from a spelling."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    letters = "".join(mark for mark in plain if mark.isalnum())
    return letters or plain.strip()
