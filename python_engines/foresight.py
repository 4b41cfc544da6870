"""Foresight: the listener folded in as of earlier moments, and how well that foretold what came.

At each moment the artists not yet heard are ranked; those that the listener took up in the period
after it should stand near the top.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from python_engines.space import ArtistSpace, FoldIn

NOW = 0
"""The moment from which the listener is seen; moment n is the start of the n-th newest period."""


@dataclass(frozen=True)
class View:
    """How one scorer sees all artists of the space.

    scores: one for each artist. folds: what it is made of: a factor and a fold-in each.
    """

    scores: np.ndarray
    folds: tuple[tuple[float, FoldIn], ...]


class Foresight:
    """The three scorers of the temporal engine, at any moment."""

    def __init__(self, space: ArtistSpace, moments: pd.DataFrame) -> None:
        """Take artist × moment: artist_id, moment, recent_minutes, adopted_minutes, is_next.

        `is_next` marks artists taken up in the period that begins at the moment.
        """
        self._space = space
        present = sorted(set(moments["moment"].astype(int)))
        self._by_moment = {at: moments.loc[moments["moment"] == at] for at in present}
        self._folded: dict[tuple[str, int], FoldIn] = {}

    @cached_property
    def moments(self) -> list[int]:
        """The moments before now of which something is known, newest first."""
        return [moment for moment in self._by_moment if moment > NOW]

    def recent(self, moment: int) -> View:
        """Engaged minutes, older ones counting less."""
        return self._view(self._fold("recent_minutes", moment))

    def adopted(self, moment: int) -> View:
        """The same, artists first heard long ago counting less."""
        return self._view(self._fold("adopted_minutes", moment))

    def forecast(self, moment: int) -> View:
        """Where the fading minutes will stand if they move on as they did over the last period."""
        now, before = (self._fold("recent_minutes", each) for each in (moment, moment + 1))
        if not len(before.members):
            return self._view(now)
        scores = now.scores + (now.scores - before.scores)
        return View(scores, ((1.0, now), (1.0, now), (-1.0, before)))

    def told(self, scorer: Callable[[int], View], moment: int) -> np.ndarray:
        """Return the percentile, 0 to 1, at which each artist taken up next was ranked.

        Only artists the graph knows, among all that were unheard at the moment; 1 is the top.
        """
        rows = self._by_moment.get(moment)
        if rows is None:
            return np.zeros(0)
        is_next = rows["is_next"].astype(bool)
        heard = self._space.places(list(rows.loc[~is_next, "artist_id"]))
        taken_up = self._space.places(list(rows.loc[is_next, "artist_id"]))
        unheard = np.setdiff1d(np.arange(len(self._space)), heard)
        if not len(heard) or len(unheard) <= 1 or not len(taken_up):
            return np.zeros(0)
        scores = scorer(moment).scores
        ranked = np.sort(scores[unheard])
        below = np.searchsorted(ranked, scores[taken_up], side="left")
        upto = np.searchsorted(ranked, scores[taken_up], side="right")
        percentiles: np.ndarray = np.mean([below, upto - 1], axis=0) / (len(unheard) - 1)
        return percentiles

    def _fold(self, weight: str, moment: int) -> FoldIn:
        if (weight, moment) not in self._folded:
            rows = self._by_moment.get(moment)
            weights = (
                {}
                if rows is None
                else dict(zip(rows["artist_id"], np.log1p(rows[weight].astype(float)), strict=True))
            )
            self._folded[weight, moment] = self._space.fold_in(weights)
        return self._folded[weight, moment]

    @staticmethod
    def _view(folded: FoldIn) -> View:
        return View(folded.scores, ((1.0, folded),))
