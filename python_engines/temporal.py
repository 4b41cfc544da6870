"""Temporal engine: where the taste is heading, and what was loved once and fits again.

The listener is folded into the factorised graph twice: with engaged minutes that fade with age,
and with artists adopted lately. On four real histories split in time (five cut-offs each, 381 new
artists) both found 44 in the top 200, all-time minutes alone 36, and averages of periods' vectors
or their trend, in every form, fewer. So a forecast from the trend counts only where it foretold
this listener's own last periods better than the fading minutes did.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa

from python_engines.candidates import Found, Roster, as_candidates, top_parts, top_places
from python_engines.foresight import NOW, Foresight, View
from python_engines.params import RowParams
from python_engines.space import ArtistSpace, FoldInParams


@dataclass(frozen=True)
class TemporalParams(FoldInParams, RowParams):
    """Parameters of the temporal engine.

    temporal_adoption_share: share of the newly-adopted fold-in, 0 to 1; the rest is the fading one.
    temporal_forecast_share: share of the forecast, taken from both, where it has earned it.
    temporal_prior_confidence, temporal_prior_adoptions: confidence before anything was foretold,
    and how many artists taken up that counts as.
    confidence_prior_lists: an artist's confidence is × n / (n + this) for n lists that name it.
    candidates_per_engine, seeds_per_candidate: how many are kept. score_digits: for rounding.
    """

    temporal_adoption_share: float
    temporal_forecast_share: float
    temporal_prior_confidence: float
    temporal_prior_adoptions: float
    confidence_prior_lists: float
    candidates_per_engine: int
    seeds_per_candidate: int
    score_digits: int


@dataclass(frozen=True)
class TemporalInputs:
    """What the temporal engine reads.

    moments: artist × moment, see `Foresight`. own: artist_id, artist_name, preference_rank of the
    listener's artists. artist_factors: `ARTIST_FACTORS`. names: artist_id, artist_name of the
    artists on the lists.
    """

    moments: pd.DataFrame
    own: pd.DataFrame
    artist_factors: pa.Table
    names: pd.DataFrame


class TemporalEngine:
    """The listener as seen now; scores any artists of the graph."""

    def __init__(self, inputs: TemporalInputs, params: TemporalParams) -> None:
        """Fold the listener in, now and at the moments before."""
        self._inputs, self._params = inputs, params
        self._space = ArtistSpace(inputs.artist_factors, params)
        self._foresight = Foresight(self._space, inputs.moments)

    def candidates(self, heard: pd.DataFrame) -> pa.Table:
        """Score the artists the taste is heading for, as `CANDIDATES` with `forecast_share`.

        `heard` has artist_id and is_excluded. The score is the mean of the scorers' standard
        scores among the artists left, moved above 0.
        """
        excluded = set(heard.loc[heard["is_excluded"].astype(bool), "artist_id"])
        found = self._scored(np.array([a not in excluded for a in self._space.artist_ids], bool))
        shares = pa.array([self.forecast_share()] * len(found), pa.float64())
        return found.append_column("forecast_share", shares)

    def among(self, artist_ids: pd.Series) -> pa.Table:
        """Score these artists only, as `CANDIDATES`: what of them fits where the taste is now."""
        wanted = set(artist_ids)
        return self._scored(np.array([a in wanted for a in self._space.artist_ids], bool))

    def confidence(self) -> float:
        """Return how well the moment before the last known period ranked what came, 0 to 1.

        The mean of 2 × percentile − 1 of the artists taken up (1: all on top, 0: chance or worse),
        drawn to the prior confidence while they are few.
        """
        told = self._foresight.told(self._foresight.recent, NOW + 1)
        prior, count = self._params.temporal_prior_confidence, self._params.temporal_prior_adoptions
        mean = (float((told - (1 - told)).sum()) + prior * count) / (len(told) + count)
        return min(1.0, max(0.0, mean))

    def forecast_share(self) -> float:
        """Return the share of the forecast: 0 unless it foretold the last periods better."""
        told = {"forecast": [0.0], "recent": [0.0]}
        for moment in self._foresight.moments[:-1]:  # the oldest has none before it to move from
            told["forecast"] += list(self._foresight.told(self._foresight.forecast, moment))
            told["recent"] += list(self._foresight.told(self._foresight.recent, moment))
        has_won = sum(told["forecast"]) > sum(told["recent"])
        return self._params.temporal_forecast_share if has_won else 0.0

    def _views(self) -> list[tuple[float, View]]:
        forecast = self.forecast_share()
        adoption = self._params.temporal_adoption_share
        return [
            ((1 - forecast) * (1 - adoption), self._foresight.recent(NOW)),
            ((1 - forecast) * adoption, self._foresight.adopted(NOW)),
            (forecast, self._foresight.forecast(NOW)),
        ]

    def _scored(self, is_open: np.ndarray) -> pa.Table:
        params, space = self._params, self._space
        mixed, scaled = np.zeros(len(space)), []
        for share, view in self._views():
            is_known = any(len(fold.members) for _, fold in view.folds)
            if share > 0 and is_known and is_open.any():
                # Of one artist, or of artists all alike, there is no spread to measure by.
                spread = float(view.scores[is_open].std()) or 1.0
                mixed += share * (view.scores - view.scores[is_open].mean()) / spread
                scaled.append((share / spread, view))
        if not scaled:
            return as_candidates([], self._roster(), count=0, seed_count=0, digits=0)
        above = np.where(is_open, mixed - mixed[is_open].min() + 1, 0.0)
        places = top_places(above, params.candidates_per_engine, params.score_digits)
        members, parts = self._parts(places, scaled)
        trust = self.confidence()
        found = [
            Found(
                str(space.artist_ids[place]),
                float(above[place]),
                trust * space.list_trust(int(place), params.confidence_prior_lists),
                int(space.list_counts[place]),
                top_parts(parts[row], members, params.seeds_per_candidate),
            )
            for row, place in enumerate(places)
        ]
        return as_candidates(
            found,
            self._roster(),
            count=params.candidates_per_engine,
            seed_count=params.seeds_per_candidate,
            digits=params.score_digits,
        )

    def _parts(
        self, places: np.ndarray, scaled: list[tuple[float, View]]
    ) -> tuple[np.ndarray, np.ndarray]:
        """The own artists, and what each gave to each of these artists: places × own artists."""
        folds = [(factor * sign, fold) for factor, view in scaled for sign, fold in view.folds]
        members = np.unique(np.concatenate([fold.members for _, fold in folds]))
        parts = np.zeros((len(places), len(members)))
        for factor, fold in folds:
            at = np.searchsorted(members, fold.members)
            parts[:, at] += factor * fold.contributions(places)
        return self._space.artist_ids[members], parts

    def _roster(self) -> Roster:
        return Roster.of(self._inputs.own, self._inputs.names)
