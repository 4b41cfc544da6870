"""What services give: small typed records, the same in memory and in the answer store.

Each record is an `Answer` to one question. Its payload in the store is the record as JSON, so a
field may be added with a default, and none may change its meaning.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from python_engines.clients.names import clean_count, clean_name, field_of


class AnswerStatus(StrEnum):
    """What a service knows of what it was asked."""

    OK = "ok"
    EMPTY = "empty"
    """The answer holds nothing: a service under strain may say so of what it knows."""
    NOT_FOUND = "not_found"
    """The service says in so many words that it does not know this."""


class Tag(msgspec.Struct, frozen=True, array_like=True):
    """A word for an artist. `count` is the service's own figure: votes, or 0 to 100 at Last.fm."""

    name: str
    count: int

    @classmethod
    def read(cls, entry: object, name_field: str) -> Tag | None:
        """Return the tag in a JSON object, or None when nobody stands behind it."""
        name, count = clean_name(field_of(entry, name_field)), clean_count(field_of(entry, "count"))
        return cls(name, count) if name and count else None


class Answer(msgspec.Struct, frozen=True):
    """Base of all answers."""

    status: AnswerStatus


class SimilarArtist(msgspec.Struct, frozen=True, array_like=True):
    """One entry of a list; its place in the list is its rank."""

    name: str
    mbid: str | None = None
    match: float | None = None


class SimilarAnswer(Answer, frozen=True):
    """Artists similar to one. Requested and returned name are both kept."""

    asked_name: str
    answered_name: str | None = None
    artists: tuple[SimilarArtist, ...] = ()
    asked_as: str | None = None
    """Another name of the artist under which the list was found, where its own gave none."""
    asked_mbid: str | None = None
    """The MBID by which the service was asked, where it goes by MBID."""


class TagsAnswer(Answer, frozen=True):
    """The tags of an artist, heaviest first."""

    tags: tuple[Tag, ...] = ()


class InfoAnswer(Answer, frozen=True):
    """How much an artist is heard at a service: people, and their plays."""

    mbid: str | None = None
    listener_count: int | None = None
    play_count: int | None = None


class TopTracksAnswer(Answer, frozen=True):
    """The tracks of an artist that are heard most, first the most heard."""

    tracks: tuple[str, ...] = ()


class Artist(msgspec.Struct, frozen=True):
    """An artist as MusicBrainz knows it. `country` is the name of its area, mostly a country."""

    mbid: str
    name: str
    aliases: tuple[str, ...] = ()
    disambiguation: str | None = None
    country: str | None = None
    begin_year: int | None = None
    tags: tuple[Tag, ...] = ()


class ArtistsAnswer(Answer, frozen=True):
    """The artists that MusicBrainz finds for a name, or the one that has an MBID."""

    artists: tuple[Artist, ...] = ()


class RecordingArtistsAnswer(Answer, frozen=True):
    """The MBIDs of artists that recorded a title, each once."""

    artist_mbids: tuple[str, ...] = ()
