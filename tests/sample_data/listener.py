"""The listener's taste: how it drifts over the graph, and which artists belong to which hour.

The taste has a place in the graph that wanders along a known way (:class:`Era`); new artists are
mostly met near that place, some near artists already loved, few by chance. Apart from the drift
there are habits: artists met near a habit's centre are played mostly in that habit's hours.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate
from random import Random

from tests.sample_data.artists import ArtistGraph
from tests.sample_data.clock import DAYPARTS, WEEKPARTS, season_of

FIRST_DAY = date(2017, 3, 6)
WEEKS = 418
DEFAULT_SEED = 20170306

_STORY = (
    "One Direction",
    "Carly Rae Jepsen",
    "Yumi Zouma",
    "Gus Dapperton",
    "Berhana",
    "TYuS",
)
"""The default listener grows from teen pop over dream pop and neo-soul towards late-night R&B."""
_ERA_STARTS = (0, 78, 150, 228, 305, 396)
_DRIFT_WEEKS = 18
_SHORTEST_WAY, _MUCH = 9, 85

HABIT_CENTRES = {
    "morning": "Allman Brown",
    "night": "Alex Lustig",
    "weekend": "Lia Clark",
    "summer": "Armin van Buuren",
    "winter": "António Variações",
}
"""A habit is named after the daypart, weekpart or season it belongs to."""
_INSIDE, _OUTSIDE = 7.0, 0.12

_MOST_MET = 640
"""Artists met in a whole life, so that most of the graph stays unheard."""
_KNOWN_AT_FIRST = 24
_NEVER_MET_SHARE = 0.4
"""Artists that never cross the listener's way: every neighbourhood keeps some to recommend."""


@dataclass(frozen=True, slots=True)
class Era:
    """A stretch of the drift: from ``start_week`` on the taste moves to ``centre`` and stays."""

    start_week: int
    centre: int
    near: list[float] = field(repr=False)


@dataclass(slots=True)
class Acquaintance:
    """An artist the listener has met, and what became of it."""

    artist: int
    met_week: int
    appeal: float
    half_life: float
    is_liked: bool
    habit: str | None


class Listener:
    """One life of listening: knows, for any week and hour, how likely each artist is played."""

    def __init__(self, graph: ArtistGraph, seed: int, meets_per_week: list[float]) -> None:
        self.graph = graph
        self._rng = Random(f"taste {seed}")
        self.eras = self._plan_eras(seed)
        self.habits = {
            habit: graph.nearness(graph.number(name)) for habit, name in HABIT_CENTRES.items()
        }
        self.met: dict[int, Acquaintance] = {}
        kept = {era.centre for era in self.eras} | {graph.number(n) for n in HABIT_CENTRES.values()}
        self._out_of_reach = {
            number
            for number in range(len(graph.names))
            if self._rng.random() < _NEVER_MET_SHARE and number not in kept
        }
        self.meets_by_week = self._live(meets_per_week)

    def _plan_eras(self, seed: int) -> list[Era]:
        if seed == DEFAULT_SEED:
            stops = [self.graph.number(name) for name in _STORY]
        else:
            stops = self._draw_stops(len(_ERA_STARTS))
        return [
            Era(week, stop, self.graph.nearness(stop))
            for week, stop in zip(_ERA_STARTS, stops, strict=True)
        ]

    def _draw_stops(self, count: int) -> list[int]:
        """Draw a way through the graph that ends where there is much left to hear."""
        listed = [number for number, similar in enumerate(self.graph.lists) if similar]
        while True:
            start, end = self._rng.sample(listed, 2)
            steps = self.graph.distances(end)
            if steps[start] >= _SHORTEST_WAY and sum(step <= 3 for step in steps) >= _MUCH:
                way = self.graph.path(start, end)
                return [way[round(i * (len(way) - 1) / (count - 1))] for i in range(count)]

    def era_shares(self, week: int) -> dict[int, float]:
        """Return era number → share of the drift in ``week``: one era, or two while drifting."""
        current = max(number for number, era in enumerate(self.eras) if era.start_week <= week)
        gone = week - self.eras[current].start_week
        arrived = 1.0 if current == 0 else min(1.0, (gone + 1) / _DRIFT_WEEKS)
        shares = {current: arrived}
        if arrived < 1.0:
            shares[current - 1] = 1.0 - arrived
        return shares

    def _live(self, meets_per_week: list[float]) -> list[list[Acquaintance]]:
        """Meet artists week by week; returns who was met in each week."""
        total = sum(meets_per_week) or 1.0
        scale = min(1.0, _MOST_MET / total)
        by_week: list[list[Acquaintance]] = []
        owed = float(_KNOWN_AT_FIRST)
        self._know(self.eras[0].centre, None)
        for habit, name in HABIT_CENTRES.items():
            self._know(self.graph.number(name), habit)
        for week, meets in enumerate(meets_per_week):
            owed += meets * scale * (1.35 if len(self.era_shares(week)) > 1 else 0.9)
            new = []
            while owed >= 1:
                owed -= 1
                someone = self._meet(week)
                if someone is not None:
                    self.met[someone.artist] = someone
                    new.append(someone)
            by_week.append(new)
        return by_week

    def _know(self, artist: int, habit: str | None) -> None:
        """Let the listener know and like an artist from the first day."""
        appeal = self._rng.uniform(1.0, 2.0)
        self.met[artist] = Acquaintance(artist, 0, appeal, 120.0, True, habit)

    def _meet(self, week: int) -> Acquaintance | None:
        """Meet one artist; None when the one met is known already."""
        rng = self._rng
        way = rng.random()
        habit: str | None = None
        if way < 0.56:
            shares = self.era_shares(week)
            era = rng.choices(list(shares), weights=list(shares.values()))[0]
            artist, like = self._draw_unmet(self.eras[era].near), 0.82
        elif way < 0.80:
            habits = self._habits_now(week)
            weights = [2.5 if habit in ("summer", "winter") else 1.0 for habit in habits]
            habit = rng.choices(habits, weights=weights)[0]
            artist, like = self._draw_unmet(self.habits[habit]), 0.8
        elif way < 0.93 and self.met:
            artist, like = self._step_from_loved(week), 0.66
        else:
            artist, like = rng.randrange(len(self.graph.names)), 0.15
        if artist is None or not self._is_new(artist):
            return None
        is_liked = rng.random() < like
        is_lasting = rng.random() < 0.22
        return Acquaintance(
            artist=artist,
            met_week=week,
            appeal=rng.lognormvariate(0.0, 0.8) * (1.0 if is_liked else 0.02),
            half_life=500.0 if is_lasting else rng.lognormvariate(3.7, 0.5),
            is_liked=is_liked,
            habit=habit,
        )

    def _is_new(self, artist: int) -> bool:
        return artist not in self.met and artist not in self._out_of_reach

    def _habits_now(self, week: int) -> list[str]:
        """Return the habits that are alive in ``week``: seasonal ones only in their season."""
        season = season_of(FIRST_DAY + timedelta(weeks=week))
        return [h for h in self.habits if h not in ("summer", "winter") or h == season]

    def _draw_unmet(self, near: list[float]) -> int | None:
        open_to = [(n, weight) for n, weight in enumerate(near) if weight and self._is_new(n)]
        if not open_to:
            return None
        # Squared: the very near come first, as in a radio that starts from one artist.
        return self._rng.choices(
            [number for number, _ in open_to], weights=[weight**1.6 for _, weight in open_to]
        )[0]

    def _step_from_loved(self, week: int) -> int | None:
        loved = [(one.artist, self._pull(one, week)) for one in self.met.values() if one.is_liked]
        if not loved:
            return None
        start = self._rng.choices([a for a, _ in loved], weights=[w for _, w in loved])[0]
        similar = [artist for artist in self.graph.lists[start] if self._is_new(artist)]
        return self._rng.choice(similar) if similar else None

    @staticmethod
    def _pull(one: Acquaintance, week: int) -> float:
        """How strongly an artist is wanted, hour apart: fresh first, fading with a half-life."""
        age = week - one.met_week
        if age < 0:
            return 0.0
        fade: float = 0.5 ** (age / one.half_life)
        fresh: float = 2.0 * 0.5 ** (age / 3)
        return one.appeal * (max(fade, 0.01) + fresh)

    def wishes(self, week: int) -> dict[tuple[str, str], tuple[list[int], list[float]]]:
        """Return (daypart, weekpart) → artists and the running sum of their weights."""
        season = season_of(FIRST_DAY + timedelta(weeks=week, days=3))
        known = [one for one in self.met.values() if one.met_week <= week]
        pulls = [self._pull(one, week) for one in known]
        artists = [one.artist for one in known]
        table = {}
        for daypart in DAYPARTS:
            for weekpart in WEEKPARTS:
                now = (daypart, weekpart, season)
                weights = [
                    pull * (1.0 if one.habit is None else _INSIDE if one.habit in now else _OUTSIDE)
                    for one, pull in zip(known, pulls, strict=True)
                ]
                table[daypart, weekpart] = (artists, list(accumulate(weights)))
        return table
