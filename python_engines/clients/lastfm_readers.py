"""Reading Last.fm's answers, with their oddities kept out of the rest of the program.

The JSON is converted XML. Errors come inside HTTP 200; one entry may be an object instead of a
list; numbers are texts; an empty list is `""`, blank or missing; once in a while an answer is about
someone else.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from http import HTTPStatus
from typing import Generic, TypeVar

from python_engines.clients.errors import Fault, FaultKind
from python_engines.clients.exchange import Document
from python_engines.clients.names import (
    clean_count,
    clean_match,
    clean_mbid,
    clean_name,
    entries_of,
    field_of,
    loose_key,
)
from python_engines.clients.records import (
    Answer,
    AnswerStatus,
    InfoAnswer,
    SimilarAnswer,
    SimilarArtist,
    Tag,
    TagsAnswer,
    TopTracksAnswer,
)

A = TypeVar("A", bound=Answer)

_MOST_ENTRIES = 100
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


class LastfmReader(ABC, Generic[A]):
    """Reads the answers to one look-up; remembers a strange name to see it confirmed."""

    container: str
    """The field that holds everything."""
    keeps_answered_name = False
    """Whether the answer says whom it is about: only then may Last.fm correct to somebody else."""

    def __init__(self, artist_name: str, *, corrects: bool) -> None:
        self.asked_name = artist_name
        self._corrects = corrects
        self._strange_name: str | None = None

    @abstractmethod
    def without(self, status: AnswerStatus, answered_name: str | None = None) -> A:
        """Return the answer that holds nothing."""

    @abstractmethod
    def found(self, container: dict[str, object], answered_name: str | None) -> A | None:
        """Return what the container holds; None when it is none of Last.fm's."""

    def read(self, status: int, document: Document) -> A | Fault | None:
        """Turn HTTP status and document into an answer or a fault; None lets the status decide."""
        if not isinstance(document, dict):
            return None
        if "error" in document:
            return self._read_error(document["error"])
        if status != HTTPStatus.OK or self.container not in document:
            return None
        container = document[self.container]
        if isinstance(container, str | list):
            is_blank = not (container.strip() if isinstance(container, str) else container)
            return self.without(AnswerStatus.EMPTY) if is_blank else None
        if not isinstance(container, dict):
            return None
        answered_name = self.answered_name(container)
        if not self._is_asked_artist(answered_name):
            return Fault(FaultKind.OTHER_ARTIST)
        is_corrected = self._corrects and answered_name and not self._is_spelling(answered_name)
        if is_corrected and not self.keeps_answered_name:
            return self.without(AnswerStatus.NOT_FOUND)
        return self.found(container, answered_name)

    def answered_name(self, container: dict[str, object]) -> str | None:
        """Return the artist that the answer says it is about."""
        return clean_name(field_of(container.get("@attr"), "artist"))

    def _is_spelling(self, answered_name: str) -> bool:
        return loose_key(answered_name) == loose_key(self.asked_name)

    def _read_error(self, code: object) -> A | Fault:
        number = clean_count(code)
        if number is None:
            return Fault(FaultKind.BAD_ANSWER)
        if number == _NOT_FOUND_CODE:
            return self.without(AnswerStatus.NOT_FOUND)
        return Fault(_KINDS_OF_CODES.get(number, FaultKind.REFUSED))

    def _is_asked_artist(self, answered_name: str | None) -> bool:
        """Last.fm may spell the name its own way, but then it does so twice."""
        if answered_name is None or self._corrects or self._is_spelling(answered_name):
            return True
        is_confirmed = self._strange_name == answered_name
        self._strange_name = answered_name
        return is_confirmed


class SimilarReader(LastfmReader[SimilarAnswer]):
    """Reads `artist.getSimilar`."""

    container = "similarartists"
    keeps_answered_name = True

    def without(self, status: AnswerStatus, answered_name: str | None = None) -> SimilarAnswer:
        """Return the answer without a list."""
        return SimilarAnswer(status, self.asked_name, answered_name)

    def found(
        self, container: dict[str, object], answered_name: str | None
    ) -> SimilarAnswer | None:
        """Return the list."""
        entries = entries_of(container.get("artist"))  # a text is the artist's own name
        artists = [artist for entry in entries if (artist := _similar_artist(entry))]
        if not artists:
            return None if entries else self.without(AnswerStatus.EMPTY, answered_name)
        kept = tuple(artists[:_MOST_ENTRIES])
        return SimilarAnswer(AnswerStatus.OK, self.asked_name, answered_name, kept)


class TagsReader(LastfmReader[TagsAnswer]):
    """Reads `artist.getTopTags`."""

    container = "toptags"

    def without(self, status: AnswerStatus, _answered_name: str | None = None) -> TagsAnswer:
        """Return the answer without a tag."""
        return TagsAnswer(status)

    def found(self, container: dict[str, object], _answered_name: str | None) -> TagsAnswer | None:
        """Return the tags that count."""
        entries = entries_of(container.get("tag"))
        tags = tuple(tag for entry in entries if (tag := Tag.read(entry, "name")))
        if not tags:
            is_sound = all(clean_name(field_of(entry, "name")) for entry in entries)
            return self.without(AnswerStatus.EMPTY) if is_sound else None
        return TagsAnswer(AnswerStatus.OK, tags[:_MOST_ENTRIES])


class InfoReader(LastfmReader[InfoAnswer]):
    """Reads `artist.getInfo`."""

    container = "artist"

    def answered_name(self, container: dict[str, object]) -> str | None:
        """Return the artist that the answer says it is about."""
        return clean_name(container.get("name"))

    def without(self, status: AnswerStatus, _answered_name: str | None = None) -> InfoAnswer:
        """Return the answer that knows nothing."""
        return InfoAnswer(status)

    def found(self, container: dict[str, object], answered_name: str | None) -> InfoAnswer | None:
        """Return the counts."""
        stats = container.get("stats")
        if answered_name is None or not isinstance(stats, dict):
            return None
        return InfoAnswer(
            AnswerStatus.OK,
            clean_mbid(container.get("mbid")),
            clean_count(stats.get("listeners")),
            clean_count(stats.get("playcount")),
        )


class TopTracksReader(LastfmReader[TopTracksAnswer]):
    """Reads `artist.getTopTracks`."""

    container = "toptracks"

    def without(self, status: AnswerStatus, _answered_name: str | None = None) -> TopTracksAnswer:
        """Return the answer without a track."""
        return TopTracksAnswer(status)

    def found(
        self, container: dict[str, object], _answered_name: str | None
    ) -> TopTracksAnswer | None:
        """Return the titles, each once."""
        entries = entries_of(container.get("track"))
        titles = [title for entry in entries if (title := clean_name(field_of(entry, "name")))]
        if not titles:
            return None if entries else self.without(AnswerStatus.EMPTY)
        return TopTracksAnswer(AnswerStatus.OK, tuple(dict.fromkeys(titles))[:_MOST_ENTRIES])


def _similar_artist(entry: object) -> SimilarArtist | None:
    name = clean_name(field_of(entry, "name"))
    if name is None:
        return None
    mbid, match = clean_mbid(field_of(entry, "mbid")), clean_match(field_of(entry, "match"))
    return SimilarArtist(name, mbid, match)
