"""Asking MusicBrainz which artist a name means, and under which other names it goes."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import TypeVar

from python_engines.clients import lastfm, musicbrainz
from python_engines.clients.errors import Fault
from python_engines.clients.http import Outcome
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
    Answer,
    AnswerStatus,
    Artist,
    ArtistsAnswer,
    RecordingArtistsAnswer,
    TagsAnswer,
)
from python_engines.clients.services import Services
from python_engines.clients.similar_lists import SimilarLists
from python_engines.clients.sites import LASTFM, MUSICBRAINZ
from python_engines.clients.tables import CallStatus, Origin

A = TypeVar("A", bound=Answer)

_OTHER_NAMES = 3


@dataclass(frozen=True, slots=True)
class Identity:
    """What MusicBrainz came to for one name."""

    search: Found[ArtistsAnswer]
    artist: Artist | None
    is_ambiguous: bool = False
    fault: Fault | None = None
    """What stood in the way of finding out, where nobody was found."""

    @property
    def result(self) -> Result:
        """How the look-up ended."""
        end = Result.of(MUSICBRAINZ, replace(self.search, fault=self.fault))
        if self.artist is not None or self.fault is not None or self.search.answer is None:
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
        faults: list[Fault] = [] if found.fault is None else [found.fault]

        def told(evidence: Found[A], read: Callable[[A], Collection[str]]) -> Collection[str]:
            if evidence.fault is not None:
                faults.append(evidence.fault)
            return () if evidence.answer is None else read(evidence.answer)

        artist = choose(
            candidates,
            [
                known_as(self.mbid_of(lookup)),
                lambda left: sharing_tags(
                    told(self._tags_of(name), lambda answer: [tag.name for tag in answer.tags])
                )(left),
                lambda _: told(self._recording_artists(lookup), lambda answer: answer.artist_mbids),
            ],
        )
        if artist is not None:
            return Identity(found, artist)
        fault = faults[0] if faults else None
        return Identity(found, None, is_ambiguous=len(candidates) > 1, fault=fault)

    def other_names(self, lookup: LookUp) -> Outcome[tuple[str, ...]]:
        """Return other names of an artist, for a service that does not know this one."""
        if self._services.musicbrainz is None:
            return Outcome(())
        identity = self.find(lookup)
        if identity.artist is None or identity.search.answer is None:
            return Outcome(None, identity.fault) if identity.fault is not None else Outcome(())
        hits = identity.search.answer.artists
        return Outcome(other_names(lookup.artist_name, identity.artist, hits, _OTHER_NAMES))

    def _tags_of(self, artist_name: str) -> Found[TagsAnswer]:
        client = self._services.lastfm
        return self._reads.get(
            Question.of(LASTFM, lastfm.TOP_TAGS, TagsAnswer, artist=artist_name),
            None if client is None else lambda: client.fetch_tags(artist_name),
        )

    def _recording_artists(self, lookup: LookUp) -> Found[RecordingArtistsAnswer]:
        client, name, title = self._services.musicbrainz, lookup.artist_name, lookup.track_name
        if title is None:
            return Found(Origin.NONE)
        return self._reads.get(
            Question.of(
                MUSICBRAINZ,
                musicbrainz.RECORDING_SEARCH,
                RecordingArtistsAnswer,
                artist=name,
                recording=title,
            ),
            None if client is None else lambda: client.search_recording_artists(name, title),
        )
