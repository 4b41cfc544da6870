"""Asking MusicBrainz which artist a name means, and under which other names it goes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from python_engines.clients import lastfm, musicbrainz
from python_engines.clients.identity import (
    candidates_of,
    choose,
    known_as,
    other_names,
    sharing_tags,
)
from python_engines.clients.plan import LookUp, Result
from python_engines.clients.questions import Question
from python_engines.clients.read_through import Found, ReadThrough
from python_engines.clients.records import (
    AnswerStatus,
    Artist,
    ArtistsAnswer,
    RecordingArtistsAnswer,
    TagsAnswer,
)
from python_engines.clients.services import Services
from python_engines.clients.similar_lists import SimilarLists
from python_engines.clients.sites import LASTFM, MUSICBRAINZ
from python_engines.clients.tables import CallStatus

_OTHER_NAMES = 3


@dataclass(frozen=True, slots=True)
class Identity:
    """What MusicBrainz came to for one name."""

    search: Found[ArtistsAnswer]
    artist: Artist | None
    is_ambiguous: bool = False

    @property
    def result(self) -> Result:
        """How the look-up ended."""
        end = Result.of(MUSICBRAINZ, self.search)
        if self.artist is not None or self.search.answer is None or self.search.fault is not None:
            return end
        status = CallStatus.AMBIGUOUS if self.is_ambiguous else AnswerStatus.NOT_FOUND
        return replace(end, status=status)


class Identities:
    """Finds the artist that is meant by a name."""

    def __init__(self, services: Services, reads: ReadThrough, lists: SimilarLists) -> None:
        self._services = services
        self._reads = reads
        self._lists = lists

    def mbid_of(self, lookup: LookUp) -> str | None:
        """Return the MBID that needs no asking: the plan's, or the one in the stored lists."""
        return lookup.artist_mbid or self._lists.mbid_of(lookup.artist_name)

    def find(self, lookup: LookUp) -> Identity:
        """Ask MusicBrainz for the artist; several of one name are told apart or left alone."""
        client = self._services.musicbrainz
        name = lookup.artist_name
        found = self._reads.get(
            Question.of(MUSICBRAINZ, musicbrainz.ARTIST_SEARCH, ArtistsAnswer, artist=name),
            None if client is None else lambda: client.search_artists(name),
        )
        candidates = candidates_of(name, () if found.answer is None else found.answer.artists)
        artist = choose(
            candidates,
            [
                known_as(self.mbid_of(lookup)),
                lambda left: sharing_tags(self._tags_of(name))(left),
                lambda _: self._recording_artists(lookup),
            ],
        )
        return Identity(found, artist, is_ambiguous=artist is None and len(candidates) > 1)

    def other_names(self, lookup: LookUp) -> Sequence[str]:
        """Return other names of an artist, for a service that does not know this one."""
        if self._services.musicbrainz is None:
            return ()
        artist = self.find(lookup).artist
        return () if artist is None else other_names(lookup.artist_name, artist, _OTHER_NAMES)

    def _tags_of(self, artist_name: str) -> Collection[str]:
        client = self._services.lastfm
        found = self._reads.get(
            Question.of(LASTFM, lastfm.TOP_TAGS, TagsAnswer, artist=artist_name),
            None if client is None else lambda: client.fetch_tags(artist_name),
        )
        return [tag.name for tag in found.answer.tags] if found.answer is not None else ()

    def _recording_artists(self, lookup: LookUp) -> Collection[str]:
        client, name, title = self._services.musicbrainz, lookup.artist_name, lookup.track_name
        if title is None:
            return ()
        found = self._reads.get(
            Question.of(
                MUSICBRAINZ,
                musicbrainz.RECORDING_SEARCH,
                RecordingArtistsAnswer,
                artist=name,
                recording=title,
            ),
            None if client is None else lambda: client.search_recording_artists(name, title),
        )
        return () if found.answer is None else found.answer.artist_mbids
