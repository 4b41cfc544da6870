"""Content engine: artists that resemble the artists of the tier.

The tier stays what the listener set: only its artists vote and are folded into the graph. What
the lists of other artists know comes in through the graph, which has read all of them; a second
hop of votes through the best candidates found nothing more (0.429 recall@50 with and without).
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import pyarrow as pa

from python_engines.candidates import Roster, as_candidates
from python_engines.likeness import Likeness, LikenessParams
from python_engines.params import RowParams
from python_engines.space import ArtistSpace, FoldInParams
from python_engines.votes import ListVotes


@dataclass(frozen=True)
class ContentParams(LikenessParams, FoldInParams, RowParams):
    """Parameters of the content engine.

    list_rank_offset: an artist at place r of a list gets a vote of 1 / (offset + r).
    candidates_per_engine, seeds_per_candidate: how many are kept.
    """

    list_rank_offset: float
    candidates_per_engine: int
    seeds_per_candidate: int


def score_candidates(
    seeds: pd.DataFrame,
    lists: pd.DataFrame,
    artist_factors: pa.Table,
    names: pd.DataFrame,
    heard: pd.DataFrame,
    params: ContentParams,
) -> pa.Table:
    """Score the artists that the tier's artists resemble.

    `seeds` has one row per artist of the tier: artist_id, artist_name, preference_rank,
    preference_score (its weight). `lists` has the stored lists: seed_artist_id, artist_id,
    provider, provider_rank. `artist_factors` is `ARTIST_FACTORS`; `names` has artist_id and
    artist_name of the artists on the lists; `heard` has artist_id and is_excluded. Returns
    `CANDIDATES`.
    """
    own_lists = lists.loc[lists["seed_artist_id"].isin(set(seeds["artist_id"]))]
    likeness = Likeness(
        ListVotes(own_lists, params.list_rank_offset),
        ArtistSpace(artist_factors, params),
        set(heard.loc[heard["is_excluded"].astype(bool), "artist_id"]),
        params,
    )
    weights = seeds["preference_score"].astype(float)
    profile = dict(zip(seeds["artist_id"], weights, strict=True))
    return as_candidates(
        likeness.candidates(profile, params.candidates_per_engine),
        Roster.of(seeds, names),
        count=params.candidates_per_engine,
        seed_count=params.seeds_per_candidate,
        digits=params.score_digits,
    )
