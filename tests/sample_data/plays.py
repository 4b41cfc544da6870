"""From taste to plays: days, sittings, skips, sync, as a player would log them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from random import Random

from tests.sample_data.catalogue import Catalogue, Chapter, Episode, Track
from tests.sample_data.clock import DAYPARTS, country_on, utc_from_local, weekpart_of
from tests.sample_data.listener import FIRST_DAY, WEEKS, Acquaintance, Listener

# Hours a sitting may begin, well inside each daypart, and how the sittings of a day spread.
_BEGINS = {"morning": (6.5, 9.0), "afternoon": (12.5, 16.0), "evening": (18.2, 20.8)}
_NIGHT = (23.1, 25.5)
_SPREAD = {"weekday": (30, 18, 34, 18), "weekend": (14, 34, 26, 26)}  # in the order of DAYPARTS
_STARTS_AFTER = {
    "trackdone": "trackdone",
    "fwdbtn": "fwdbtn",
    "backbtn": "backbtn",
    "trackerror": "trackerror",
    "endplay": "clickrow",
}
"""``reason_end`` of a play → ``reason_start`` of the one after it."""
_BUSY_YEARS = {2018: 1.1, 2020: 1.5, 2021: 1.25, 2022: 0.85}


@dataclass(frozen=True, slots=True)
class Play:
    """One line of the log, whole and true; what an export makes of it is decided later.

    ``ended``: seconds since 1970, UTC. ``offline_ms``: start in ms since 1970, or None.
    ``item``: what was played; None where Spotify lost it.
    """

    ended: int
    ms_played: int
    item: Track | Episode | Chapter | None
    country: str
    platform: str
    reason_start: str
    reason_end: str | None
    is_shuffle: bool
    is_skipped: bool
    is_offline: bool = False
    offline_ms: int | None = None
    is_incognito: bool = False


def week_quotas(total: int) -> list[int]:
    """Split ``total`` plays over the weeks, busy years and dull weeks included; sums to total."""
    weights = []
    for week in range(WEEKS):
        day = FIRST_DAY + timedelta(weeks=week)
        weights.append(_BUSY_YEARS.get(day.year, 1.0) * (0.75 + (week * 7919 % 101) / 200))
    scale = total / sum(weights)
    quotas, so_far, given = [], 0.0, 0
    for weight in weights:
        so_far += weight * scale
        quotas.append(round(so_far) - given)
        given += quotas[-1]
    return quotas


class Player:
    """Plays a listener's life week by week."""

    def __init__(self, listener: Listener, catalogue: Catalogue, seed: int) -> None:
        self._listener = listener
        self._names = listener.graph.names
        self._catalogue = catalogue
        self._rng = Random(f"plays {seed}")
        self._to_try: list[Acquaintance] = []
        self._now = 0

    def play_all(self, quotas: list[int]) -> list[Play]:
        """Return the plays of all weeks in order of time, ``quotas[week]`` in each."""
        log: list[Play] = []
        for week, quota in enumerate(quotas):
            self._to_try.extend(self._listener.meets_by_week[week])
            if quota:
                log.extend(self._play_week(week, quota))
        return log

    def _play_week(self, week: int, quota: int) -> list[Play]:
        wishes = self._listener.wishes(week)
        sittings = self._plan_sittings(week, quota)
        log: list[Play] = []
        for place, (begin, day, daypart) in enumerate(sittings):
            left = quota - len(log)
            rest = len(sittings) - place
            share = (
                left if rest == 1 else min(left, round(left / rest * self._rng.uniform(0.4, 1.6)))
            )
            if not share:
                continue
            artists, weights = wishes[daypart, weekpart_of(day)]
            log.extend(self._sit(begin, day, share, artists, weights))
        return log

    def _plan_sittings(self, week: int, quota: int) -> list[tuple[datetime, date, str]]:
        rng = self._rng
        monday = FIRST_DAY + timedelta(weeks=week)
        slots: dict[tuple[int, str], tuple[datetime, date, str]] = {}
        wanted = min(26, max(1, -(-quota // 9)))
        while len(slots) < wanted:
            offset = rng.choices(range(7), weights=(10, 9, 10, 10, 12, 16, 14))[0]
            day = monday + timedelta(days=offset)
            daypart = rng.choices(DAYPARTS, weights=_SPREAD[weekpart_of(day)])[0]
            early, late = _NIGHT if daypart == "night" else _BEGINS[daypart]
            # Night belongs to the day it began on, as far as weekdays go: it starts at 23 or 0-1.
            begin = datetime.combine(day, datetime.min.time()) + timedelta(
                seconds=round(rng.uniform(early, late) * 3600)
            )
            slots[offset, daypart] = (begin, begin.date(), daypart)
        return sorted(slots.values())

    def _sit(
        self, begin: datetime, day: date, count: int, artists: list[int], weights: list[float]
    ) -> list[Play]:
        """Play ``count`` tracks in a row, in one of the ways people do."""
        rng = self._rng
        country = country_on(day)
        start = utc_from_local(begin, country).replace(tzinfo=UTC)
        self._now = max(self._now, int(start.timestamp()))
        platform = rng.choices(("phone", "desktop", "tablet"), weights=(70, 25, 5))[0]
        is_offline = platform == "phone" and rng.random() < 0.07
        is_shuffle = rng.random() < 0.58
        log: list[Play] = []
        reason = rng.choices(("clickrow", "appload", "playbtn", "remote"), (60, 20, 17, 3))[0]
        while len(log) < count:
            for track, liking in self._next_tracks(artists, weights, is_shuffle):
                if len(log) == count:
                    break
                play = self._play(track, liking, reason, len(log) == count - 1)
                play = replace(
                    play, country=country, platform=platform, is_shuffle=is_shuffle,
                    is_offline=is_offline,
                )  # fmt: skip
                log.append(play)
                reason = _STARTS_AFTER.get(play.reason_end or "", "playbtn")
        return log

    def _next_tracks(
        self, artists: list[int], weights: list[float], is_shuffle: bool
    ) -> list[tuple[Track, float]]:
        """Choose what comes next: tracks, each with how well it is liked (0 to 1)."""
        rng = self._rng
        if self._to_try and (rng.random() < 0.22 or not artists):
            new = self._to_try.pop(0)
            name = self._names[new.artist]
            tries = rng.randrange(4, 8) if new.is_liked else rng.randrange(1, 4)
            liking = 0.9 if new.is_liked else 0.15
            return [(self._catalogue.pick(rng, name), liking) for _ in range(tries)]
        chosen = rng.choices(artists, cum_weights=weights)[0]
        name = self._names[chosen]
        liking = 0.8 if self._listener.met[chosen].is_liked else 0.2
        if is_shuffle or rng.random() < 0.5:
            return [(self._catalogue.pick(rng, name), liking)]
        first = self._catalogue.pick(rng, name)
        album = [
            versions[0] for versions in self._catalogue.of(name) if versions[0].album == first.album
        ]
        return [(track, liking) for track in album[: rng.randrange(3, 8)]] or [(first, liking)]

    def _play(self, track: Track, liking: float, reason_start: str, is_last: bool) -> Play:
        """Play one track to its end, or to where the listener had enough."""
        rng = self._rng
        full = track.duration_ms
        fate = rng.random()
        ms, end = full, "trackdone"
        if is_last and fate < 0.45:
            end = rng.choices(
                ("endplay", "logout", "unexpected-exit-while-paused", "unexpected-exit", "remote"),
                weights=(50, 28, 14, 4, 4),
            )[0]
            ms = int(full * rng.uniform(0.02, 0.98))
        elif fate < liking:
            ms = self._whole_length(full)
        elif fate < liking + (1 - liking) * 0.84:
            end, ms = self._skip(full)
        else:
            end = rng.choices(("backbtn", "endplay", "unknown", "trackerror"), (30, 50, 14, 6))[0]
            ms = 0 if end == "trackerror" else int(full * rng.uniform(0.01, 0.7))
        started_ms = self._now * 1000 + rng.randrange(1000)
        self._now += -(-ms // 1000) + (0 if end == "trackdone" else rng.choice((0, 1, 1, 2, 9)))
        return Play(
            ended=self._now,
            ms_played=ms,
            item=track,
            country="",
            platform="",
            reason_start=reason_start,
            reason_end=end,
            is_shuffle=False,
            is_skipped=end in ("fwdbtn", "backbtn", "endplay"),
            offline_ms=started_ms,
        )

    def _whole_length(self, full: int) -> int:
        """Length a finished play logs: exact, a few ms off, or the rest after a pause."""
        kind = self._rng.random()
        if kind < 0.82:
            return full
        if kind < 0.96:
            return full + self._rng.randrange(-30, 31)
        return int(full * self._rng.uniform(0.2, 0.9))

    def _skip(self, full: int) -> tuple[str, int]:
        """A skip: mostly in the first half minute, sometimes at once, sometimes at the very end."""
        kind = self._rng.random()
        if kind < 0.13:
            return "fwdbtn", 0
        if kind < 0.20:
            return "fwdbtn", int(full * self._rng.uniform(0.95, 0.999))
        return "fwdbtn", min(full, 700 + int(self._rng.expovariate(1 / 24_000)))
