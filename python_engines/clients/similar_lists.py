"""Every stored list of similar artists as one table, and what the lists say of an artist's MBID."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

import pyarrow as pa

from python_engines.clients.answers import AnswerStore
from python_engines.clients.lastfm import SIMILAR as LASTFM_SIMILAR
from python_engines.clients.listenbrainz import SIMILAR as LISTENBRAINZ_SIMILAR
from python_engines.clients.names import name_key
from python_engines.clients.questions import Question, StoredAnswer
from python_engines.clients.read_through import ReadThrough
from python_engines.clients.records import SimilarAnswer, SimilarArtist
from python_engines.clients.sites import LASTFM, LISTENBRAINZ
from python_engines.clients.tables import SIMILAR_LISTS
from python_engines.frames import typed_table

METHODS = {LASTFM: LASTFM_SIMILAR, LISTENBRAINZ: LISTENBRAINZ_SIMILAR}
"""The method that gives similar artists, by provider."""


def question(provider: str, artist_name: str) -> Question[SimilarAnswer]:
    """Return the question for the list of an artist.

    It goes by name at ListenBrainz too: one name has one list there, whichever MBID it stands for.
    """
    return Question.of(provider, METHODS[provider], SimilarAnswer, artist=artist_name)


class SimilarLists:
    """The lists in the store, read when they are first needed and again after a change."""

    def __init__(self, store: AnswerStore, reads: ReadThrough) -> None:
        self._store = store
        self._reads = reads
        self._table: pa.Table | None = None
        self._mbids: dict[str, Counter[str]] | None = None

    def add(self, answer: SimilarAnswer) -> None:
        """Take note of a list that was just stored."""
        self._table = None
        if self._mbids is not None:
            self._count_mbids(answer.artists)

    def mbid_of(self, artist_name: str) -> str | None:
        """Return the MBID that most lists give for a name, or None when none gives one."""
        if self._mbids is None:
            self._mbids = {}
            for provider in METHODS:
                for stored in self._read(provider):
                    self._count_mbids(stored.answer.artists)
        counted = self._mbids.get(name_key(artist_name))
        return None if counted is None else min(counted, key=lambda mbid: (-counted[mbid], mbid))

    def table(self) -> pa.Table:
        """Return every list, in the form `SIMILAR_LISTS`, by provider and seed."""
        if self._table is None:
            self._table = pa.concat_tables([self._table_of(provider) for provider in METHODS])
        return self._table

    def seed_keys(self) -> set[str]:
        """Return the keys of the artists that have a list."""
        return {name_key(name) for name in self.table()["seed_artist_name"].unique().to_pylist()}

    def _read(self, provider: str) -> list[StoredAnswer[SimilarAnswer]]:
        return self._store.read_all(provider, METHODS[provider], SimilarAnswer)

    def _count_mbids(self, artists: tuple[SimilarArtist, ...]) -> None:
        if self._mbids is None:
            return
        for artist in artists:
            if artist.mbid is not None:
                self._mbids.setdefault(name_key(artist.name), Counter())[artist.mbid] += 1

    def _table_of(self, provider: str) -> pa.Table:
        columns: dict[str, list[object]] = {name: [] for name in SIMILAR_LISTS.names}
        for stored in self._read(provider):
            answer = stored.answer
            artists = answer.artists
            columns["provider_rank"].extend(range(1, len(artists) + 1))
            columns["candidate_artist_name"].extend(artist.name for artist in artists)
            columns["candidate_mbid"].extend(artist.mbid for artist in artists)
            columns["match"].extend(artist.match for artist in artists)
            for name, value in {
                "seed_artist_name": answer.asked_name,
                "provider": provider,
                "fetched_at": utc(stored.fetched_at),
                "is_stale": self._reads.is_stale(question(provider, answer.asked_name), stored),
                "answered_artist_name": answer.answered_name,
                "seed_mbid": answer.asked_mbid,
            }.items():
                columns[name].extend([value] * len(artists))
        return typed_table(SIMILAR_LISTS, columns=columns)


def utc(seconds: float) -> datetime:
    """Return a moment as tables hold it: UTC, without a zone."""
    return datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None)
