"""Lists for several profiles at once: the artists most like each weighted set of own artists."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import pyarrow as pa

from python_engines.candidates import SEED, Roster, as_candidates
from python_engines.likeness import Likeness, LikenessParams
from python_engines.params import RowParams
from python_engines.space import ArtistSpace, FoldInParams
from python_engines.votes import ListVotes

PROFILE_LISTS = pa.schema(
    [
        ("profile", pa.string()),
        ("artist_id", pa.string()),
        ("artist_name", pa.string()),
        ("rank", pa.int64()),
        ("score", pa.float64()),
        ("confidence", pa.float64()),
        ("support", pa.int64()),
        ("seeds", pa.list_(SEED)),
    ]
)
"""One row per profile × artist recommended for it, best first; columns as in `CANDIDATES`."""


@dataclass(frozen=True)
class ProfileParams(LikenessParams, FoldInParams, RowParams):
    """Parameters of the lists of profiles.

    list_rank_offset: an artist at place r of a list gets a vote of 1 / (offset + r).
    profile_list_length: how many artists are kept for each profile.
    """

    list_rank_offset: float
    profile_list_length: int


@dataclass(frozen=True)
class GraphInputs:
    """What every likeness reads beside the profiles.

    lists: the stored lists: seed_artist_id, artist_id, provider, provider_rank. artist_factors:
    `ARTIST_FACTORS`. names: artist_id and artist_name of the artists on the lists. heard:
    artist_id and is_excluded.
    """

    lists: pd.DataFrame
    artist_factors: pa.Table
    names: pd.DataFrame
    heard: pd.DataFrame

    def likeness(self, profiles: pd.DataFrame, params: ProfileParams) -> Likeness:
        """Return the likeness to profiles that are made of these artists."""
        members = set(profiles["artist_id"])
        return Likeness(
            ListVotes(
                self.lists.loc[self.lists["seed_artist_id"].isin(members)], params.list_rank_offset
            ),
            ArtistSpace(self.artist_factors, params),
            set(self.heard.loc[self.heard["is_excluded"].astype(bool), "artist_id"]),
            params,
        )


def score_profiles(profiles: pd.DataFrame, inputs: GraphInputs, params: ProfileParams) -> pa.Table:
    """Rank candidates for every profile.

    `profiles` has one row per profile × artist of it: profile, artist_id, artist_name,
    preference_rank, weight. Returns `PROFILE_LISTS`.
    """
    likeness = inputs.likeness(profiles, params)
    roster = Roster.of(profiles.drop_duplicates("artist_id"), inputs.names)
    tables = [PROFILE_LISTS.empty_table()]
    for name in sorted(set(profiles["profile"])):
        profile = profiles.loc[profiles["profile"] == name]
        weights = dict(zip(profile["artist_id"], profile["weight"].astype(float), strict=True))
        found = as_candidates(
            likeness.candidates(weights, params.profile_list_length),
            roster,
            count=params.profile_list_length,
            seed_count=params.seeds_per_candidate,
            digits=params.score_digits,
        )
        named = found.rename_columns({"engine_rank": "rank"})
        named = named.append_column("profile", pa.repeat(pa.scalar(name), len(named)))
        tables.append(named.select(PROFILE_LISTS.names).cast(PROFILE_LISTS))
    return pa.concat_tables(tables).combine_chunks()
