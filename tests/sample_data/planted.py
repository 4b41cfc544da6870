"""What was planted, for tests to compare with: counts of oddities and facts about the taste."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from tests.sample_data.catalogue import Track
from tests.sample_data.clock import HOME, TRIPS
from tests.sample_data.export import Export
from tests.sample_data.listener import FIRST_DAY, HABIT_CENTRES, Listener
from tests.sample_data.plays import Play

_NEAR = 60
_FINISHED_SHARE = 0.9
_DEEP_FINISHED_PLAYS = 3


@dataclass(frozen=True, slots=True)
class Planted:
    """The truth behind an export.

    ``counts``: oddity → rows planted. ``records``: path in the export → records in that file.
    ``taste``: eras with their centres, habits with their artists, where the taste was heading.
    No engine reads any of it.
    """

    seed: int
    plays: int
    counts: dict[str, int]
    records: dict[str, int]
    variants: dict[str, str]
    taste: dict[str, Any]

    def as_json(self) -> str:
        """Return everything as one JSON document."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=2)


def tell(seed: int, log: list[Play], listener: Listener, export: Export) -> Planted:
    """Gather what is known about a generated life."""
    uris: dict[tuple[str, str], set[str]] = {}
    for play in log:
        if isinstance(play.item, Track):
            uris.setdefault((play.item.artist, play.item.name), set()).add(play.item.uri)
    two_uris = sum(len(addresses) > 1 for addresses in uris.values())
    return Planted(
        seed=seed,
        plays=len(log),
        counts=dict(sorted((export.counts | Counter(two_uri_recordings=two_uris)).items())),
        records={path: len(rows) for path, rows in export.records.items()},
        variants=export.variants,
        taste=_tell_taste(log, listener),
    )


def _tell_taste(log: list[Play], listener: Listener) -> dict[str, Any]:
    names = listener.graph.names
    finished = Counter(
        play.item.artist
        for play in log
        if isinstance(play.item, Track)
        and play.ms_played >= _FINISHED_SHARE * play.item.duration_ms
    )
    heard = {play.item.artist for play in log if isinstance(play.item, Track)}
    last = listener.eras[-1]
    heading_day = FIRST_DAY + timedelta(weeks=last.start_week)
    habits: dict[str, Any] = {}
    for habit, centre in HABIT_CENTRES.items():
        artists = [names[one.artist] for one in listener.met.values() if one.habit == habit]
        loved = sorted((a for a in artists if finished[a]), key=lambda a: (-finished[a], a))
        habits[habit] = {
            "centre": centre,
            "artists": loved,
            "unheard_near": _unheard(listener.habits[habit], names, heard),
        }
    return {
        "first_day": FIRST_DAY.isoformat(),
        "home_country": HOME,
        "trips": [[t.country, t.first.isoformat(), t.last.isoformat()] for t in TRIPS],
        "artists_heard": len(heard),
        "artists_liked": sum(one.is_liked for one in listener.met.values()),
        "artists_with_3_finished_plays": sum(
            count >= _DEEP_FINISHED_PLAYS for count in finished.values()
        ),
        "eras": [
            {
                "start": (FIRST_DAY + timedelta(weeks=era.start_week)).isoformat(),
                "centre": names[era.centre],
                "near": _nearest(era.near, names)[:_NEAR],
            }
            for era in listener.eras
        ],
        "habits": habits,
        "heading": {
            "since": heading_day.isoformat(),
            "centre": names[last.centre],
            "met_since": [
                names[one.artist]
                for one in listener.met.values()
                if one.met_week >= last.start_week and last.near[one.artist] > 0 and one.is_liked
            ],
            "unheard_near": _unheard(last.near, names, heard),
        },
        "left_behind": {
            "unheard_near": _unheard(listener.eras[0].near, names, heard),
        },
    }


def _nearest(near: list[float], names: tuple[str, ...]) -> list[str]:
    order = sorted((-amount, names[number]) for number, amount in enumerate(near) if amount)
    return [name for _, name in order]


def _unheard(near: list[float], names: tuple[str, ...], heard: set[str]) -> list[str]:
    return [name for name in _nearest(near, names) if name not in heard][:_NEAR]
