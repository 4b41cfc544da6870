"""Folding somebody in: what a weighted set of artists says of all artists of the graph.

The factors of the artists stand; a new row (the listener, a tier, a time of day, a period) gets
the vector that fits its artists best, in closed form: u = (YᵀCY + λI)⁻¹ Yᵀc (Hu, Koren and
Volinsky, ICDM 2008, equation 4). The same paper's section 5 splits each score exactly into what
each of those artists gave to it: those are the reasons.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from python_engines.blas import single_threaded
from python_engines.params import RowParams


@dataclass(frozen=True)
class FoldInParams(RowParams):
    """Parameters of a fold-in: those of the fit, so that a new row is treated like an old one.

    The regularisation comes with the factors.
    """

    graph_alpha: float


@dataclass(frozen=True)
class FoldIn:
    """A row that was folded in.

    vector: its place. scores: one for each artist of the space, higher is closer; 0 for all
    where nothing could be folded in. A member's own part is left out of its score, so that a
    barely heard artist is judged by the others. members: which artists of the space it is made of.
    """

    vector: np.ndarray
    scores: np.ndarray
    members: np.ndarray
    _inner: np.ndarray
    _factors: np.ndarray

    def contributions(self, artists: np.ndarray) -> np.ndarray:
        """Return what each member gave to each of these artists' scores: artists × members.

        `artists` are places in the space. A row's sum is the artist's score; a member that speaks
        against the artist has a negative part, and none speaks for itself.
        """
        with single_threaded():
            parts: np.ndarray = self._factors[artists] @ self._inner
        parts[artists[:, None] == self.members[None, :]] = 0.0
        return parts


class ArtistSpace:
    """The artists of the graph and their factors, in the order of artist_id."""

    def __init__(self, artists: pa.Table, params: FoldInParams) -> None:
        """Take a table with the columns of `ARTIST_FACTORS`, in any order of rows."""
        ordered = artists.sort_by("artist_id")
        self.artist_ids = np.array(ordered["artist_id"].to_pylist(), dtype=object)
        self.list_counts = ordered["list_count"].to_numpy().astype(np.int64)
        flat = ordered["factors"].combine_chunks().flatten().to_numpy(zero_copy_only=False)
        count = len(self.artist_ids)
        self.factors = flat.astype(float).reshape(count, len(flat) // count if count else 0)
        self._places = {artist_id: place for place, artist_id in enumerate(self.artist_ids)}
        self._params = params
        self._regularization = float(ordered["regularization"][0].as_py()) if count else 0.0
        with single_threaded():
            self._gram = self.factors.T @ self.factors

    def __len__(self) -> int:
        return len(self.artist_ids)

    def places(self, artist_ids: list[str]) -> np.ndarray:
        """Return the places of those of these artists that are in the space."""
        found = [self._places[each] for each in artist_ids if each in self._places]
        return np.array(found, dtype=np.int64)

    def by_scores(self, vectors: np.ndarray) -> np.ndarray:
        """Return coordinates of vectors whose dot products are those of their scores.

        Two rows are then near each other when they score all artists alike, however long the
        directions of the space are. Rows × factors in, rows × factors (or artists, if fewer) out.
        """
        with single_threaded():
            upper = np.asarray(np.linalg.qr(self.factors, mode="r"))
            turned: np.ndarray = vectors @ upper.T
        return turned

    def place(self, artist_id: str) -> int | None:
        """Return the place of an artist, None where the graph does not know it."""
        return self._places.get(artist_id)

    def list_trust(self, place: int, prior_lists: float) -> float:
        """Return how far an artist's factors can be trusted: n / (n + prior) for n lists."""
        lists = float(self.list_counts[place])
        return lists / (lists + prior_lists) if lists else 0.0

    def fold_in(self, weights: Mapping[str, float]) -> FoldIn:
        """Fold in a row of artists and their weights, which are taken against the largest.

        Artists the graph does not know, and weights of 0 or less, say nothing.
        """
        known = sorted((self._places[a], w) for a, w in weights.items() if a in self._places)
        said = [(place, weight) for place, weight in known if weight > 0]
        members = np.array([place for place, _ in said], dtype=np.int64)
        width = self.factors.shape[1]
        if not said:
            empty = np.zeros((width, 0))
            return FoldIn(np.zeros(width), np.zeros(len(self)), members, empty, self.factors)
        raw = np.array([weight for _, weight in said])
        confidence = self._params.graph_alpha * raw / raw.max()
        mine = self.factors[members]
        with single_threaded():
            normal = self._gram + (mine.T * (confidence - 1)) @ mine
            normal += self._regularization * np.eye(width)
            inner = np.linalg.solve(normal, mine.T * confidence)
            vector = inner.sum(axis=1)
            scores = self.factors @ vector
            scores[members] -= np.einsum("mf,fm->m", mine, inner)
        return FoldIn(vector, scores, members, inner, self.factors)
