"""The providers of similar artists, each asked in the same way."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from python_engines.clients.errors import Fault, FaultKind
from python_engines.clients.identities import Identities, Identity
from python_engines.clients.plan import LookUp, Result
from python_engines.clients.questions import Question
from python_engines.clients.read_through import Found, ReadThrough
from python_engines.clients.records import AnswerStatus, SimilarAnswer
from python_engines.clients.services import Services
from python_engines.clients.settings import FILE
from python_engines.clients.similar_file import SimilarFile
from python_engines.clients.similar_lists import SimilarLists, question
from python_engines.clients.sites import LASTFM, LISTENBRAINZ
from python_engines.clients.tables import Origin


class SimilarProvider(Protocol):
    """Someone who knows lists of similar artists."""

    def look_up(self, lookup: LookUp) -> Result:
        """Make sure that the list of one artist is stored if it can be had."""


class LastfmSimilar:
    """Last.fm, by name."""

    def __init__(
        self, services: Services, reads: ReadThrough, lists: SimilarLists, identities: Identities
    ) -> None:
        self._client = services.lastfm
        self._reads = reads
        self._lists = lists
        self._identities = identities

    def look_up(self, lookup: LookUp) -> Result:
        """Ask under the artist's name, then under others it goes by."""
        client, name = self._client, lookup.artist_name
        found = self._reads.get(
            question(LASTFM, name),
            None
            if client is None
            else lambda: client.fetch_similar(name, lambda: self._identities.other_names(lookup)),
        )
        return _kept(LASTFM, found, self._lists)


class ListenBrainzSimilar:
    """ListenBrainz, by MBID: from the lists that are stored, else from MusicBrainz."""

    def __init__(
        self, services: Services, reads: ReadThrough, lists: SimilarLists, identities: Identities
    ) -> None:
        self._client = services.listenbrainz
        self._reads = reads
        self._lists = lists
        self._identities = identities

    def look_up(self, lookup: LookUp) -> Result:
        """Find out who is meant, then ask for the list; one that is stored needs neither."""
        client, name = self._client, lookup.artist_name
        asked = question(LISTENBRAINZ, name)
        if client is None:
            return self._stored(asked, lookup)
        if (stored := self._reads.stored(asked)) is not None:
            return Result.of(LISTENBRAINZ, stored)
        mbid = self._identities.mbid_of(lookup)
        if mbid is None and client.labs.left_for is FaultKind.TURNED_AWAY:
            # Whom MusicBrainz means by the name would be of no use for a long time.
            fault = Fault(FaultKind.TURNED_AWAY, is_left=True)
            return Result.of(LISTENBRAINZ, replace(self._reads.get(asked, None), fault=fault))
        if mbid is None:
            identity = self._identities.find(lookup)
            if identity.artist is None:
                return self._without_mbid(asked, identity)
            mbid = identity.artist.mbid
        known_mbid = mbid
        found = self._reads.get(asked, lambda: client.fetch_similar(name, known_mbid))
        return _kept(LISTENBRAINZ, found, self._lists)

    def _stored(self, asked: Question[SimilarAnswer], lookup: LookUp) -> Result:
        """Say what is stored: a list, or that nobody is known by that name."""
        kept = self._reads.get(asked, None)
        if kept.answer is None and self._identities.mbid_of(lookup) is None:
            identity = self._identities.find(lookup)
            if identity.search.answer is not None and identity.artist is None:
                return self._without_mbid(asked, identity)
        return Result.of(LISTENBRAINZ, kept)

    def _without_mbid(self, asked: Question[SimilarAnswer], identity: Identity) -> Result:
        """Say why nobody could be asked; a list that has outlived its time may be there."""
        stale = self._reads.get(asked, None)
        origin = stale.origin if stale.answer is not None else identity.result.origin
        return replace(identity.result, provider=LISTENBRAINZ, origin=origin)


class FileSimilar:
    """The listener's own file."""

    def __init__(self, file: SimilarFile) -> None:
        self._file = file

    def look_up(self, lookup: LookUp) -> Result:
        """See whether the file knows the artist."""
        is_there = self._file.has(lookup.artist_name)
        return Result(FILE, AnswerStatus.OK if is_there else AnswerStatus.NOT_FOUND, Origin.FILE)


def _kept(provider: str, found: Found[SimilarAnswer], lists: SimilarLists) -> Result:
    if found.origin is Origin.NETWORK and found.answer is not None:
        lists.add(found.answer)
    return Result.of(provider, found)
