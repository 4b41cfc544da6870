"""Stand-ins for MusicBrainz and ListenBrainz on this machine, each with its own small world.

They know the artists of the sample's similarity data: MBIDs are made from names, lists come in the
data's order, tags and listeners from the name as well.
"""

from __future__ import annotations

import csv
import json
import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache

from tests.integration.fault_server import FaultServer, Handler, Scene
from tests.integration.mm import SIMILAR_ARTISTS

UNKNOWN_ARTIST = "125ec42a-7229-4250-afc5-e057484327fe"
_QUOTED = re.compile(r'(\w+):"((?:[^"\\]|\\.)*)"')
_FAST = "500"


def mbid_of(name: str) -> str:
    """The MBID of an artist in this world."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, name))


@cache
def sample_lists() -> dict[str, list[str]]:
    """The sample's similar artists, by artist."""
    lists: dict[str, list[str]] = {}
    with SIMILAR_ARTISTS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            lists.setdefault(row["artist_name"], []).append(row["similar_artist_name"])
    return lists


@cache
def names_by_mbid() -> dict[str, str]:
    names = {*sample_lists(), *(name for found in sample_lists().values() for name in found)}
    return {mbid_of(name): name for name in names}


def terms_of(query: str) -> dict[str, str]:
    """The fields of a Lucene query, unescaped."""
    return {name: re.sub(r"\\(.)", r"\1", text) for name, text in _QUOTED.findall(query)}


def as_json(handler: Handler, value: object, status: int = 200, **headers: str) -> None:
    said = {name.replace("_", "-"): text for name, text in headers.items()}
    handler.answer(status, json.dumps(value).encode(), said)


def artist_hit(name: str, mbid: str | None = None, **fields: object) -> dict[str, object]:
    """An artist as MusicBrainz tells of it."""
    return {
        "id": mbid or mbid_of(name),
        "name": name,
        "score": 100,
        "area": {"name": "Iceland"},
        "country": "IS",
        "life-span": {"begin": "1992-04", "ended": None},
        "aliases": [],
        "tags": [{"name": "post-rock", "count": 7}, {"name": "unwanted", "count": 0}],
        **fields,
    }


def good_musicbrainz(handler: Handler) -> None:
    """MusicBrainz on a good day: exactly one artist for each name."""
    hit = handler.hit
    if hit.path.endswith("/artist"):
        name = terms_of(hit.query["query"])["artist"]
        known = mbid_of(name) in names_by_mbid()
        as_json(handler, {"count": 1, "artists": [artist_hit(name)] if known else []})
    elif "/artist/" in hit.path:
        mbid = hit.path.rpartition("/")[2]
        name = names_by_mbid().get(mbid)
        if name is None:
            as_json(handler, {"error": "Not Found"}, 404)
        else:
            as_json(
                handler, artist_hit(name, mbid) | {"genres": [{"name": "post-rock", "count": 3}]}
            )
    else:
        as_json(handler, {"recordings": []})


def good_listenbrainz(handler: Handler) -> None:
    """ListenBrainz and its labs on a good day."""
    hit = handler.hit
    rate = {"X_RateLimit_Remaining": "29", "X_RateLimit_Reset_In": "0"}
    if hit.path.endswith("/similar-artists/json"):
        (asked,) = hit.document
        as_json(handler, similar_entries(asked["artist_mbids"][0]), **rate)
    elif hit.path.endswith("/popularity/artist"):
        mbids = hit.document["artist_mbids"]
        as_json(
            handler,
            [
                {"artist_mbid": mbid, "total_user_count": 40, "total_listen_count": 900}
                for mbid in mbids
            ],
            **rate,
        )
    else:
        mbids = hit.query["artist_mbids"].split(",")
        as_json(
            handler, [metadata_entry(mbid) for mbid in mbids if mbid in names_by_mbid()], **rate
        )


def similar_entries(mbid: str) -> list[dict[str, object]]:
    """The list of an artist, and a special-purpose artist that nobody should be shown."""
    found = sample_lists().get(names_by_mbid().get(mbid, ""), [])
    entries = [("[unknown]", UNKNOWN_ARTIST), *((name, mbid_of(name)) for name in found)]
    return [
        {
            "artist_mbid": each,
            "name": name,
            "comment": "",
            "type": "Group",
            "gender": None,
            "score": 1000 - at,
            "reference_mbid": mbid,
        }
        for at, (name, each) in enumerate(entries if found else [])
    ]


def metadata_entry(mbid: str) -> dict[str, object]:
    return {
        "artist_mbid": mbid,
        "name": names_by_mbid()[mbid],
        "area": "Norway",
        "begin_year": 1994,
        "rels": {},
        "type": "Group",
        "tag": {
            "artist": [
                {"artist_mbid": mbid, "tag": "folk", "count": 4},
                {"artist_mbid": mbid, "tag": "seen live", "count": 9},
                {"artist_mbid": mbid, "tag": "ambient", "count": 2, "genre_mbid": mbid},
            ]
        },
    }


@dataclass
class StandIns:
    """MusicBrainz and ListenBrainz, each a server of its own."""

    musicbrainz: FaultServer = field(default_factory=FaultServer)
    listenbrainz: FaultServer = field(default_factory=FaultServer)

    def play(
        self, at_musicbrainz: Scene = good_musicbrainz, at_listenbrainz: Scene = good_listenbrainz
    ) -> None:
        self.musicbrainz.play(at_musicbrainz)
        self.listenbrainz.play(at_listenbrainz)

    @property
    def env(self) -> dict[str, str]:
        """The environment in which `mm` finds them."""
        return {
            "MM_MUSICBRAINZ_URL": self.musicbrainz.url,
            "MM_LISTENBRAINZ_URL": self.listenbrainz.url,
            "MM_LISTENBRAINZ_LABS_URL": self.listenbrainz.url,
            "MM_MUSICBRAINZ_CALLS_PER_SECOND": _FAST,
            "MM_LISTENBRAINZ_CALLS_PER_SECOND": _FAST,
        }

    @property
    def hit_count(self) -> int:
        return len(self.musicbrainz.hits) + len(self.listenbrainz.hits)

    def forget(self) -> None:
        self.musicbrainz.hits.clear()
        self.listenbrainz.hits.clear()

    def stop(self) -> None:
        self.musicbrainz.stop()
        self.listenbrainz.stop()


@contextmanager
def stand_ins() -> Iterator[StandIns]:
    """Start both, on a good day, and stop them."""
    running = StandIns()
    running.play()
    yield running
    running.stop()
