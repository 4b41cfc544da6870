"""ListenBrainz: similar artists by co-listening, popularity and tags, all without a key.

Everything goes by MusicBrainz id. Similar artists come from the labs server, whose algorithms are
names that come and go: an unknown one is answered with 400, and the next is tried. Popularity and
metadata take many artists in one call. Sources: ListenBrainz's API pages and server code.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Generic, TypeVar

from python_engines.clients.errors import Fault, FaultKind
from python_engines.clients.exchange import Document, Request
from python_engines.clients.http import HttpClient, Outcome
from python_engines.clients.names import (
    clean_count,
    clean_mbid,
    clean_name,
    clean_year,
    entries_of,
    field_of,
)
from python_engines.clients.records import (
    Answer,
    AnswerStatus,
    Artist,
    ArtistsAnswer,
    InfoAnswer,
    SimilarAnswer,
    SimilarArtist,
    Tag,
    TopTracksAnswer,
)

A = TypeVar("A", bound=Answer)

SIMILAR = "similar-artists"
POPULARITY = "popularity/artist"
METADATA = "metadata/artist"
TOP_TRACKS = "popularity/top-recordings-for-artist"

LIST_LENGTH = 100
TOP_TRACK_COUNT = 3
POPULARITY_BATCH = 500
"""MBIDs in one call; ListenBrainz takes 1,000."""
METADATA_BATCH = 48
"""MBIDs in one address, which stays below 2,000 characters so."""


class ListenBrainzClient:
    """Asks ListenBrainz and its labs server about artists, by MBID.

    Top tracks need a token, everything else does not.
    """

    def __init__(
        self, api: HttpClient, labs: HttpClient, algorithms: Sequence[str], token: str | None
    ) -> None:
        self.api = api
        self.labs = labs
        self._algorithms = list(algorithms)
        self._token = token

    @property
    def has_token(self) -> bool:
        """Whether there is a token that was not refused."""
        return self._token is not None

    def fetch_similar(self, artist_name: str, mbid: str) -> Outcome[SimilarAnswer]:
        """Ask which artists are similar to one, closest first.

        One artist a call: of a candidate similar to two artists the server would name only one.
        """
        outcome: Outcome[SimilarAnswer] = Outcome(None, Fault(FaultKind.REFUSED))
        for refused, algorithm in enumerate(self._algorithms):
            body = [{"artist_mbids": [mbid], "algorithm": algorithm}]
            request = Request("similar-artists/json", document=body)
            outcome = self.labs.ask(request, _SimilarReader(artist_name, mbid).read)
            if outcome.fault is None:
                # Only now is it certain that the others were refused for what they are.
                del self._algorithms[:refused]
            if outcome.fault is None or outcome.fault.kind is not FaultKind.REFUSED:
                break
        return outcome

    def fetch_popularity(self, mbids: Sequence[str]) -> Outcome[tuple[InfoAnswer, ...]]:
        """Ask how many people listen to each artist, and how often, in the order of `mbids`."""
        request = Request(POPULARITY, document={"artist_mbids": list(mbids)})
        reader = _BatchReader(mbids, _popularity, InfoAnswer, names_unknown=True)
        return self.api.ask(request, reader.read)

    def fetch_metadata(self, mbids: Sequence[str]) -> Outcome[tuple[ArtistsAnswer, ...]]:
        """Ask for country, begin year and tags of each artist, in the order of `mbids`."""
        query = {"artist_mbids": ",".join(mbids), "inc": "tag"}
        request = Request(f"{METADATA}/", query=query)
        return self.api.ask(request, _BatchReader(mbids, _metadata, ArtistsAnswer).read)

    def fetch_top_tracks(self, mbid: str) -> Outcome[TopTracksAnswer]:
        """Ask for the artist's most heard tracks; a token that is refused is not sent again."""
        request = Request(f"{TOP_TRACKS}/{mbid}", token=self._token)
        outcome = self.api.ask(request, _read_top_tracks)
        if outcome.fault is not None and outcome.fault.kind is FaultKind.TOKEN_REFUSED:
            self._token = None
        return outcome


class _SimilarReader:
    def __init__(self, artist_name: str, mbid: str) -> None:
        self._artist_name = artist_name
        self._mbid = mbid

    def read(self, status: int, document: Document) -> SimilarAnswer | Fault | None:
        if status != HTTPStatus.OK or not isinstance(document, list):
            return None
        scored = [
            (score, artist)
            for entry in document
            if (score := clean_count(field_of(entry, "score")))
            and (artist := self._artist_of(entry))
        ]
        if not scored:
            is_sound = all(clean_mbid(field_of(entry, "artist_mbid")) for entry in document)
            return SimilarAnswer(AnswerStatus.EMPTY, self._artist_name) if is_sound else None
        scored.sort(key=lambda pair: (-pair[0], pair[1].mbid or ""))
        largest = scored[0][0]
        artists = tuple(
            SimilarArtist(artist.name, artist.mbid, score / largest) for score, artist in scored
        )
        return SimilarAnswer(
            AnswerStatus.OK,
            self._artist_name,
            self._artist_name,
            artists[:LIST_LENGTH],
            asked_mbid=self._mbid,
        )

    def _artist_of(self, entry: object) -> SimilarArtist | None:
        name, mbid = clean_name(field_of(entry, "name")), clean_mbid(field_of(entry, "artist_mbid"))
        is_other = mbid is not None and mbid != self._mbid
        return SimilarArtist(name, mbid) if name and is_other else None


class _BatchReader(Generic[A]):
    """Reads one entry for each MBID asked for; one that is missing is not known."""

    def __init__(
        self,
        mbids: Sequence[str],
        read_entry: Callable[[Mapping[str, object]], A],
        missing: Callable[[AnswerStatus], A],
        *,
        names_unknown: bool = False,
    ) -> None:
        """`names_unknown` says that the service lists artists too of which it knows nothing."""
        self._mbids = mbids
        self._names_unknown = names_unknown
        self._read_entry = read_entry
        self._missing = missing

    def read(self, status: int, document: Document) -> tuple[A, ...] | Fault | None:
        if status != HTTPStatus.OK or not isinstance(document, list):
            return None
        found = {
            mbid: self._read_entry(entry)
            for entry in document
            if isinstance(entry, dict) and (mbid := clean_mbid(entry.get("artist_mbid")))
        }
        if not found and (document or self._names_unknown):
            return None
        return tuple(found.get(mbid) or self._missing(AnswerStatus.EMPTY) for mbid in self._mbids)


def _read_top_tracks(status: int, document: Document) -> TopTracksAnswer | Fault | None:
    if status == HTTPStatus.UNAUTHORIZED:
        return Fault(FaultKind.TOKEN_REFUSED)
    if status != HTTPStatus.OK or not isinstance(document, list):
        return None
    titles = [clean_name(field_of(entry, "recording_name")) for entry in document]
    named = tuple(dict.fromkeys(title for title in titles if title))[:TOP_TRACK_COUNT]
    if document and not named:
        return None
    return TopTracksAnswer(AnswerStatus.OK if named else AnswerStatus.EMPTY, named)


def _popularity(entry: Mapping[str, object]) -> InfoAnswer:
    listeners = clean_count(entry.get("total_user_count"))
    status = AnswerStatus.EMPTY if listeners is None else AnswerStatus.OK
    mbid = clean_mbid(entry.get("artist_mbid"))
    return InfoAnswer(status, mbid, listeners, clean_count(entry.get("total_listen_count")))


def _metadata(entry: Mapping[str, object]) -> ArtistsAnswer:
    mbid, name = clean_mbid(entry.get("artist_mbid")), clean_name(entry.get("name"))
    if mbid is None or name is None:
        return ArtistsAnswer(AnswerStatus.EMPTY)
    entries = entries_of(field_of(entry.get("tag"), "artist"))
    tags = [tag for each in entries if (tag := Tag.read(each, "tag"))]
    artist = Artist(
        mbid=mbid,
        name=name,
        country=clean_name(entry.get("area")),
        begin_year=clean_year(entry.get("begin_year")),
        tags=tuple(sorted(tags, key=lambda tag: (-tag.count, tag.name))),
    )
    return ArtistsAnswer(AnswerStatus.OK, (artist,))
