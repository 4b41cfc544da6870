"""What services know of an artist: tags, listeners, country, top tracks.

ListenBrainz tells of hundreds of artists in a few calls, so it is asked first, and MusicBrainz, at
one call a second, only for what is still missing. Of the listener's own artists only tags matter.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from python_engines.clients import lastfm, listenbrainz, musicbrainz
from python_engines.clients.detail_rows import DetailRow, detail_row
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
from python_engines.clients.sites import LASTFM, LISTENBRAINZ, MUSICBRAINZ

A = TypeVar("A", bound=Answer)

OWN = "own_tags"
"""The purpose of look-ups of the listener's own artists, of whom only tags matter."""

Log = Callable[[LookUp, Result], None]
"""Takes how a look-up at one provider ended, as soon as it did."""


class Details:
    """Looks up details of artists at every provider in use."""

    def __init__(
        self,
        services: Services,
        reads: ReadThrough,
        identities: Identities,
        providers: Sequence[str],
    ) -> None:
        self._services = services
        self._reads = reads
        self._identities = identities
        self._providers = providers

    def fetch(self, lookups: Sequence[LookUp], log: Log) -> list[DetailRow]:
        """Look up artists of one purpose and return a row for each provider that knows one."""
        rows: list[DetailRow] = []
        if LISTENBRAINZ in self._providers:
            mbids, found = self._identified(lookups, log)
            rows += found
            told, incomplete = self._at_listenbrainz(lookups, mbids, log)
            rows += told
            with_country = {row.artist_id for row in rows if row.country is not None}
            for lookup in incomplete:
                if lookup.artist_id not in with_country:
                    rows += self._at_musicbrainz(lookup, mbids[lookup.artist_id], log)
        if LASTFM in self._providers:
            for lookup in lookups:
                rows += self._at_lastfm(lookup, log)
        return rows

    def _identified(
        self, lookups: Sequence[LookUp], log: Log
    ) -> tuple[dict[str, str], list[DetailRow]]:
        """Return the MBIDs by artist id; a search for one tells of the artist as well."""
        mbids: dict[str, str] = {}
        rows: list[DetailRow] = []
        for lookup in lookups:
            if known := self._identities.mbid_of(lookup):
                mbids[lookup.artist_id] = known
            elif lookup.purpose != OWN or LASTFM not in self._providers:
                identity = self._identities.find(lookup)
                log(lookup, identity.result)
                if identity.artist is not None:
                    mbids[lookup.artist_id] = identity.artist.mbid
                    rows += _rows(
                        detail_row(MUSICBRAINZ, lookup, [identity.search], artist=identity.artist)
                    )
        return mbids, rows

    def _at_listenbrainz(
        self, lookups: Sequence[LookUp], mbids: Mapping[str, str], log: Log
    ) -> tuple[list[DetailRow], list[LookUp]]:
        """Return rows, and the candidates of whom ListenBrainz answered without a country."""
        asked = [lookup for lookup in lookups if lookup.artist_id in mbids]
        mbids_asked = [mbids[lookup.artist_id] for lookup in asked]
        client = self._services.listenbrainz
        metadata = self._reads.get_many(
            [
                Question.of(LISTENBRAINZ, listenbrainz.METADATA, ArtistsAnswer, artist_mbid=mbid)
                for mbid in mbids_asked
            ],
            None if client is None else lambda some: client.fetch_metadata(_mbids_of(some)),
            listenbrainz.METADATA_BATCH,
        )
        popular = [lookup.purpose != OWN for lookup in asked]
        popularity = iter(
            self._reads.get_many(
                [
                    Question.of(LISTENBRAINZ, listenbrainz.POPULARITY, InfoAnswer, artist_mbid=mbid)
                    for mbid, is_wanted in zip(mbids_asked, popular, strict=True)
                    if is_wanted
                ],
                None if client is None else lambda some: client.fetch_popularity(_mbids_of(some)),
                listenbrainz.POPULARITY_BATCH,
            )
        )
        rows: list[DetailRow] = []
        incomplete = []
        for lookup, known, about, is_wanted in zip(
            asked, mbids_asked, metadata, popular, strict=True
        ):
            info = next(popularity) if is_wanted else None
            tracks = self._tracks_at_listenbrainz(known) if is_wanted else None
            founds: list[Found[Answer]] = [about, *(each for each in (info, tracks) if each)]
            log(lookup, Result.of_all(LISTENBRAINZ, founds))
            rows += _rows(
                detail_row(
                    LISTENBRAINZ,
                    lookup,
                    founds,
                    artist=_artist_of(about),
                    counts=None if info is None else info.answer,
                    top_tracks=tracks.answer.tracks if tracks and tracks.answer else (),
                )
            )
            artist = _artist_of(about)
            if is_wanted and about.fault is None and (artist is None or artist.country is None):
                incomplete.append(lookup)
        return rows, incomplete

    def _tracks_at_listenbrainz(self, mbid: str) -> Found[TopTracksAnswer] | None:
        """Return the top tracks: asked for, with a token and without Last.fm, else as stored."""
        client = self._services.listenbrainz
        may_ask = client is not None and client.has_token and LASTFM not in self._providers
        question = Question.of(
            LISTENBRAINZ, listenbrainz.TOP_TRACKS, TopTracksAnswer, artist_mbid=mbid
        )
        found = self._reads.get(
            question,
            None if client is None or not may_ask else lambda: client.fetch_top_tracks(mbid),
        )
        return found if may_ask or found.answer is not None else None

    def _at_musicbrainz(self, lookup: LookUp, mbid: str, log: Log) -> list[DetailRow]:
        client = self._services.musicbrainz
        found = self._reads.get(
            Question.of(MUSICBRAINZ, musicbrainz.ARTIST, ArtistsAnswer, artist_mbid=mbid),
            None if client is None else lambda: client.look_up_artist(mbid),
        )
        log(lookup, Result.of(MUSICBRAINZ, found))
        return _rows(detail_row(MUSICBRAINZ, lookup, [found], artist=_artist_of(found)))

    def _at_lastfm(self, lookup: LookUp, log: Log) -> list[DetailRow]:
        client, name = self._services.lastfm, lookup.artist_name
        tags = self._reads.get(
            Question.of(LASTFM, lastfm.TOP_TAGS, TagsAnswer, artist=name),
            None if client is None else lambda: client.fetch_tags(name),
        )
        heaviest = () if tags.answer is None else tags.answer.tags
        if lookup.purpose == OWN:
            log(lookup, Result.of(LASTFM, tags))
            return _rows(detail_row(LASTFM, lookup, [tags], tags=heaviest))
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
        return _rows(
            detail_row(
                LASTFM,
                lookup,
                founds,
                counts=info.answer,
                tags=heaviest,
                top_tracks=() if tracks.answer is None else tracks.answer.tracks,
            )
        )


def _artist_of(found: Found[ArtistsAnswer]) -> Artist | None:
    return found.answer.artists[0] if found.answer and found.answer.artists else None


def _mbids_of(questions: Sequence[Question[A]]) -> list[str]:
    return [dict(question.said)["artist_mbid"] for question in questions]


def _rows(row: DetailRow | None) -> list[DetailRow]:
    return [] if row is None else [row]
