"""Likeness to a profile: artists that resemble a weighted set of the listener's own artists.

Two forms, fused by rank (reciprocal rank fusion, Cormack, Clarke and Büttcher, SIGIR 2009): the
votes of the profile's own lists, and the profile folded into the factorised graph. Each knows
what the other does not: the lists are exact, the graph has read every list. With 300 lists of the
best candidates beside the listener's own, both together found 0.403 (nDCG@100) where votes found
0.390 and the graph 0.394; with 1,000, 0.405 against 0.391 (119 listeners of HetRec 2011).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from python_engines.candidates import Found, top_parts, top_places
from python_engines.params import RowParams
from python_engines.space import ArtistSpace
from python_engines.votes import ListVotes


@dataclass(frozen=True)
class LikenessParams(RowParams):
    """Parameters of the likeness to a profile.

    likeness_fusion_offset: at rank r, a form of share w gives w / (offset + r).
    likeness_graph_share: share of the graph, 0 to 1; the rest is the lists'.
    confidence_prior_lists: confidence is n / (n + this) for n stored lists that name the artist.
    seeds_per_candidate: how many artists of the profile are kept for each, the strongest.
    score_digits: scores are rounded to this many digits before they are ranked.
    """

    likeness_fusion_offset: float
    likeness_graph_share: float
    confidence_prior_lists: float
    seeds_per_candidate: int
    score_digits: int


_Place = tuple[str, dict[str, float]]
"""An artist_id, and the share that each of the profile's strongest artists has in it."""


class Likeness:
    """What the lists and the graph say of any profile, without the artists that are known."""

    def __init__(
        self,
        votes: ListVotes,
        space: ArtistSpace,
        excluded: Collection[str],
        params: LikenessParams,
    ) -> None:
        """Take what stays the same for every profile; `excluded` are never candidates."""
        self._votes, self._space, self._params = votes, space, params
        hidden = set(excluded)
        self._open_votes = np.array([a not in hidden for a in votes.artist_ids], dtype=float)
        self._open_space = np.array([a not in hidden for a in space.artist_ids], dtype=float)

    def candidates(self, profile: Mapping[str, float], count: int) -> list[Found]:
        """Return the artists most like a profile (artist_id → weight), `count` of each form.

        The scores are the fused points, at most 1 / (offset + 1); the seeds' parts sum to no more
        than the score. `support` is the number of stored lists that name the artist.
        """
        share = self._params.likeness_graph_share
        found: dict[str, Found] = {}
        for form, forms in ((1 - share, self._by_lists), (share, self._by_graph)):
            if form <= 0:
                continue
            for rank, (artist_id, shares) in enumerate(forms(profile, count), start=1):
                points = form / (self._params.likeness_fusion_offset + rank)
                each = found.get(artist_id) or self._unscored(artist_id)
                found[artist_id] = each
                each.score += points
                for seed, share in shares.items():
                    each.seeds[seed] = each.seeds.get(seed, 0.0) + share * points
        return list(found.values())

    def _unscored(self, artist_id: str) -> Found:
        place = self._space.place(artist_id)
        if place is None:
            return Found(artist_id, 0.0, 0.0, 0)
        trust = self._space.list_trust(place, self._params.confidence_prior_lists)
        return Found(artist_id, 0.0, trust, int(self._space.list_counts[place]))

    def _by_lists(self, profile: Mapping[str, float], count: int) -> Iterator[_Place]:
        weighted = self._votes.weighted(profile)
        scores = np.asarray(weighted.sum(axis=0)).ravel() * self._open_votes
        for place in top_places(scores, count, self._params.score_digits):
            column = slice(weighted.indptr[place], weighted.indptr[place + 1])
            seeds = self._votes.seed_ids[weighted.indices[column]]
            yield self._told(self._votes.artist_ids[place], weighted.data[column], seeds)

    def _by_graph(self, profile: Mapping[str, float], count: int) -> Iterator[_Place]:
        folded = self._space.fold_in(profile)
        ids = self._space.artist_ids
        places = top_places(folded.scores * self._open_space, count, self._params.score_digits)
        members = ids[folded.members]
        for place, parts in zip(places, folded.contributions(places), strict=True):
            yield self._told(ids[place], parts, members)

    def _told(self, artist_id: object, parts: np.ndarray, seeds: np.ndarray) -> _Place:
        for_it = np.maximum(parts, 0)
        shares = for_it / for_it.sum() if for_it.any() else for_it
        return str(artist_id), top_parts(shares, seeds, self._params.seeds_per_candidate)
