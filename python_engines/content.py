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
from python_engines.params import RowParams
from python_engines.profiles import GraphInputs, ProfileParams


@dataclass(frozen=True)
class ContentParams(ProfileParams, RowParams):
    """Parameters of the content engine: those of a profile."""


def score_candidates(seeds: pd.DataFrame, inputs: GraphInputs, params: ContentParams) -> pa.Table:
    """Score the artists that the tier's artists resemble.

    `seeds` has one row per artist of the tier: artist_id, artist_name, preference_rank,
    preference_score (its weight). Returns `CANDIDATES`.
    """
    weights = seeds["preference_score"].astype(float)
    profile = dict(zip(seeds["artist_id"], weights, strict=True))
    return as_candidates(
        inputs.likeness(seeds, params).candidates(profile, params.candidates_per_engine),
        Roster.of(seeds, inputs.names),
        count=params.candidates_per_engine,
        seed_count=params.seeds_per_candidate,
        digits=params.score_digits,
    )
