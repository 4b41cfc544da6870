"""What services know of an artist: tags, listeners, country, top tracks.

ListenBrainz tells of hundreds of artists in a few calls, so it is asked first; then Last.fm; and
MusicBrainz, at one call a second, only for what is still missing. Of the listener's own artists
only tags matter. What is stored is read whoever may be asked.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from python_engines.clients import lastfm, listenbrainz, musicbrainz
from python_engines.clients.detail_rows import DetailRows
from python_engines.clients.http import Outcome
from python_engines.clients.identities import Identities
from python_engines.clients.plan import LookUp, Result
from python_engines.clients.questions import Question
from python_engines.clients.read_through import Found, ReadThrough
from python_engines.clients.records import (
    Answer,
    Artist,
    ArtistsAnswer,
    InfoAnswer,
    TagsAnswer,
    TopTracksAnswer,
)
from python_engines.clients.services import Services
from python_engines.clients.similar_lists import question as list_question
from python_engines.clients.sites import LASTFM, LISTENBRAINZ, MUSICBRAINZ

A = TypeVar("A", bound=Answer)

OWN = "own_tags"
"""The purpose of look-ups of the listener's own artists, of whom only tags matter."""

Log = Callable[[LookUp, Result], None]
"""Takes how a look-up at one provider ended, as soon as it did."""


class Details:
    """Looks up details of artists at every provider."""

    def __init__(self, services: Services, reads: ReadThrough, identities: Identities) -> None:
        self._services = services
        self._reads = reads
        self._identities = identities

    def fetch(self, lookups: Sequence[LookUp], log: Log) -> DetailRows:
        """Look up artists of one purpose; cheap answers come before dear ones."""
        rows = DetailRows()
        known = {lookup: mbid for lookup in lookups if (mbid := self._identities.mbid_of(lookup))}
        answered = self._at_listenbrainz(known, rows, log)
        for lookup in lookups:
            if not lookup.is_namesake:  # Last.fm has one page for all of one name
                self._at_lastfm(lookup, rows, log)
        searched = self._searched([each for each in lookups if each not in known], rows, log)
        answered |= self._at_listenbrainz(searched, rows, log)
        for lookup, mbid in {**known, **searched}.items():
            is_wanted = lookup in answered and lookup.purpose != OWN
            if is_wanted and not rows.has_country(lookup):
                self._at_musicbrainz(lookup, mbid, rows, log)
        return rows

    @property
    def _asks_lastfm(self) -> bool:
        client = self._services.lastfm
        return client is not None and client.http.left_for is None

    def _searched(self, lookups: Sequence[LookUp], rows: DetailRows, log: Log) -> dict[LookUp, str]:
        """Return the MBIDs that a search finds; it tells of the artist as well."""
        mbids = {}
        for lookup in lookups:
            if lookup.purpose == OWN and (self._asks_lastfm or rows.has_tags(lookup)):
                continue  # Last.fm tells them with one call, and did or will
            identity = self._identities.find(lookup)
            log(lookup, identity.result)
            if identity.artist is not None:
                mbids[lookup] = identity.artist.mbid
                rows.add(MUSICBRAINZ, lookup, [identity.search], artist=identity.artist)
        return mbids

    def _at_listenbrainz(self, mbids: dict[LookUp, str], rows: DetailRows, log: Log) -> set[LookUp]:
        """Add what ListenBrainz tells, and return of whom it gave an answer."""
        client = self._services.listenbrainz
        metadata = self._in_batches(
            listenbrainz.METADATA,
            ArtistsAnswer,
            mbids,
            None if client is None else client.fetch_metadata,
            listenbrainz.METADATA_BATCH,
        )
        popularity = self._in_batches(
            listenbrainz.POPULARITY,
            InfoAnswer,
            {lookup: mbid for lookup, mbid in mbids.items() if lookup.purpose != OWN},
            None if client is None else client.fetch_popularity,
            listenbrainz.POPULARITY_BATCH,
        )
        answered = set()
        for lookup, about in metadata.items():
            info = popularity.get(lookup)
            tracks = None if info is None else self._tracks_at_listenbrainz(mbids[lookup])
            founds: list[Found[Answer]] = [about, *(each for each in (info, tracks) if each)]
            log(lookup, Result.of_all(LISTENBRAINZ, founds))
            rows.add(
                LISTENBRAINZ,
                lookup,
                founds,
                artist=_artist_of(about),
                counts=None if info is None else info.answer,
                top_tracks=tracks.answer.tracks if tracks and tracks.answer else (),
            )
            if about.fault is None:
                answered.add(lookup)
        return answered

    def _in_batches(
        self,
        method: str,
        kind: type[A],
        mbids: dict[LookUp, str],
        fetch: Callable[[Sequence[str]], Outcome[tuple[A, ...]]] | None,
        batch: int,
    ) -> dict[LookUp, Found[A]]:
        questions = [
            Question.of(LISTENBRAINZ, method, kind, artist_mbid=mbid) for mbid in mbids.values()
        ]
        ask = None if fetch is None else lambda some: fetch(_mbids_of(some))
        return dict(zip(mbids, self._reads.get_many(questions, ask, batch), strict=True))

    def _tracks_at_listenbrainz(self, mbid: str) -> Found[TopTracksAnswer] | None:
        """Return the top tracks: asked for, with a token and without Last.fm, else as stored."""
        client = self._services.listenbrainz
        may_ask = client is not None and client.has_token and self._services.lastfm is None
        question = Question.of(
            LISTENBRAINZ, listenbrainz.TOP_TRACKS, TopTracksAnswer, artist_mbid=mbid
        )
        found = self._reads.get(
            question,
            None if client is None or not may_ask else lambda: client.fetch_top_tracks(mbid),
        )
        return found if may_ask or found.answer is not None else None

    def _at_musicbrainz(self, lookup: LookUp, mbid: str, rows: DetailRows, log: Log) -> None:
        client = self._services.musicbrainz
        found = self._reads.get(
            Question.of(MUSICBRAINZ, musicbrainz.ARTIST, ArtistsAnswer, artist_mbid=mbid),
            None if client is None else lambda: client.look_up_artist(mbid),
        )
        log(lookup, Result.of(MUSICBRAINZ, found))
        rows.add(MUSICBRAINZ, lookup, [found], artist=_artist_of(found))

    def _at_lastfm(self, lookup: LookUp, rows: DetailRows, log: Log) -> None:
        client, name = self._services.lastfm, self._name_at_lastfm(lookup)
        tags = self._reads.get(
            Question.of(LASTFM, lastfm.TOP_TAGS, TagsAnswer, artist=name),
            None if client is None else lambda: client.fetch_tags(name),
        )
        heaviest = () if tags.answer is None else tags.answer.tags
        if lookup.purpose == OWN:
            log(lookup, Result.of(LASTFM, tags))
            rows.add(LASTFM, lookup, [tags], tags=heaviest)
            return
        info = self._reads.get(
            Question.of(LASTFM, lastfm.INFO, InfoAnswer, artist=name),
            None if client is None else lambda: client.fetch_info(name),
        )
        tracks = self._reads.get(
            Question.of(LASTFM, lastfm.TOP_TRACKS, TopTracksAnswer, artist=name),
            None if client is None else lambda: client.fetch_top_tracks(name),
        )
        founds: list[Found[Answer]] = [tags, info, tracks]
        log(lookup, Result.of_all(LASTFM, founds))
        rows.add(
            LASTFM,
            lookup,
            founds,
            counts=info.answer,
            tags=heaviest,
            top_tracks=() if tracks.answer is None else tracks.answer.tracks,
        )

    def _name_at_lastfm(self, lookup: LookUp) -> str:
        """Return the name under which Last.fm had a list, which may be an older one."""
        stored = self._reads.get(list_question(LASTFM, lookup.artist_name), None)
        asked_as = None if stored.answer is None else stored.answer.asked_as
        return asked_as or lookup.artist_name


def _artist_of(found: Found[ArtistsAnswer]) -> Artist | None:
    return found.answer.artists[0] if found.answer and found.answer.artists else None


def _mbids_of(questions: Sequence[Question[A]]) -> list[str]:
    return [dict(question.said)["artist_mbid"] for question in questions]
