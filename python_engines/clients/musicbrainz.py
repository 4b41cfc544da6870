"""MusicBrainz: which artist a name means, and what is known of one.

Source: MusicBrainz's API pages. Search terms are Lucene, so its marks are escaped; the `artist`
field is named, since a plain search ranks "Alistair Toto" above Toto. A search gives its hits by
likeness of text, so several artists of one name all score 100.
"""

from __future__ import annotations

import re
from http import HTTPStatus

from python_engines.clients.errors import Fault
from python_engines.clients.exchange import Document, Request
from python_engines.clients.http import HttpClient, Outcome
from python_engines.clients.names import (
    clean_mbid,
    clean_name,
    clean_year,
    entries_of,
    field_of,
)
from python_engines.clients.records import (
    AnswerStatus,
    Artist,
    ArtistsAnswer,
    RecordingArtistsAnswer,
    Tag,
)

ARTIST_SEARCH = "artist.search"
ARTIST = "artist"
RECORDING_SEARCH = "recording.search"

_HITS = 25
_NAME_TYPES = (None, "Artist name")
"""Kinds of alias that are names: the others are legal names and search hints."""
_LUCENE_MARKS = re.compile(r'([+\-&|!(){}\[\]^"~*?:\\/])')


class MusicBrainzClient:
    """Asks MusicBrainz about artists."""

    def __init__(self, http: HttpClient) -> None:
        self.http = http

    def search_artists(self, artist_name: str) -> Outcome[ArtistsAnswer]:
        """Ask which artists have a name, as their own or as an alias, best match first."""
        phrase = _phrase(artist_name)
        query = f"artist:{phrase} OR alias:{phrase}"
        return self.http.ask(_search("artist", query), _read_hits)

    def look_up_artist(self, mbid: str) -> Outcome[ArtistsAnswer]:
        """Ask what is known of one artist: aliases, genres, country, year it began."""
        query = {"inc": "aliases genres", "fmt": "json"}
        return self.http.ask(Request(f"artist/{mbid}", query=query), _read_artist)

    def search_recording_artists(
        self, artist_name: str, title: str
    ) -> Outcome[RecordingArtistsAnswer]:
        """Ask which artists credited under a name have recorded a title."""
        query = f"artist:{_phrase(artist_name)} AND recording:{_phrase(title)}"
        return self.http.ask(_search("recording", query), _read_recordings)


def _search(entity: str, query: str) -> Request:
    return Request(entity, query={"query": query, "limit": str(_HITS), "fmt": "json"})


def _phrase(text: str) -> str:
    escaped = _LUCENE_MARKS.sub(r"\\\1", text)
    return f'"{escaped}"'


def _read_hits(status: int, document: Document) -> ArtistsAnswer | Fault | None:
    hits = field_of(document, "artists")
    if status != HTTPStatus.OK or not isinstance(hits, list):
        return None
    artists = tuple(artist for hit in hits if (artist := _artist(hit, "tags")))
    return ArtistsAnswer(AnswerStatus.OK if artists else AnswerStatus.EMPTY, artists)


def _read_artist(status: int, document: Document) -> ArtistsAnswer | Fault | None:
    if status == HTTPStatus.NOT_FOUND:
        return ArtistsAnswer(AnswerStatus.NOT_FOUND)
    artist = _artist(document, "genres") if status == HTTPStatus.OK else None
    return None if artist is None else ArtistsAnswer(AnswerStatus.OK, (artist,))


def _read_recordings(status: int, document: Document) -> RecordingArtistsAnswer | Fault | None:
    hits = field_of(document, "recordings")
    if status != HTTPStatus.OK or not isinstance(hits, list):
        return None
    mbids = [
        mbid
        for hit in hits
        for credit in entries_of(field_of(hit, "artist-credit"))
        if (mbid := clean_mbid(field_of(field_of(credit, "artist"), "id")))
    ]
    status_of_answer = AnswerStatus.OK if mbids else AnswerStatus.EMPTY
    return RecordingArtistsAnswer(status_of_answer, tuple(dict.fromkeys(mbids)))


def _artist(entry: object, tags_field: str) -> Artist | None:
    mbid, name = clean_mbid(field_of(entry, "id")), clean_name(field_of(entry, "name"))
    if mbid is None or name is None:
        return None
    aliases = [
        alias
        for each in entries_of(field_of(entry, "aliases"))
        if field_of(each, "type") in _NAME_TYPES and (alias := clean_name(field_of(each, "name")))
    ]
    tags = [
        tag for each in entries_of(field_of(entry, tags_field)) if (tag := Tag.read(each, "name"))
    ]
    return Artist(
        mbid=mbid,
        name=name,
        aliases=tuple(dict.fromkeys(aliases)),
        disambiguation=clean_name(field_of(entry, "disambiguation")),
        country=clean_name(field_of(field_of(entry, "area"), "name"))
        or clean_name(field_of(entry, "country")),
        begin_year=clean_year(field_of(field_of(entry, "life-span"), "begin")),
        tags=tuple(sorted(tags, key=lambda tag: (-tag.count, tag.name))),
    )
