"""The context engine finds artists for times of day, week and year."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa

from python_engines.candidates import CANDIDATES
from python_engines.context import ContextParams, score_candidates
from python_engines.profiles import PROFILE_LISTS, ProfileParams, score_profiles
from tests.unit.python_engines.worlds import by_rank, heard, inputs_of, lists_of, two_circles

LISTS = ProfileParams(
    graph_alpha=10,
    likeness_fusion_offset=60,
    likeness_graph_share=0.5,
    confidence_prior_lists=0.5,
    list_rank_offset=10,
    profile_list_length=5,
    candidates_per_engine=100,
    seeds_per_candidate=5,
    score_digits=6,
)
PARAMS = ContextParams(
    likeness_fusion_offset=60,
    context_prior_artists=1,
    candidates_per_engine=100,
    seeds_per_candidate=5,
    score_digits=6,
)
COLUMNS = ["profile", "artist_id", "artist_name", "preference_rank", "weight", "play_count"]


def profiles(mornings: int = 300, nights: int = 100) -> pd.DataFrame:
    """Circle a belongs to the morning, circle b to the night."""
    return pd.DataFrame(
        [
            ("morning", "a0", "A0", 1, 2.0, mornings),
            ("morning", "a1", "A1", 2, 1.0, mornings),
            ("night", "b0", "B0", 3, 1.0, nights),
        ],
        columns=COLUMNS,
    )


def lists(told: pd.DataFrame) -> pa.Table:
    known = heard(*told["artist_id"])
    return score_profiles(told, inputs_of(lists_of(two_circles()), known), LISTS)


def test_each_context_gets_artists_like_those_that_belong_to_it() -> None:
    found = lists(profiles()).to_pylist()
    by_context = {
        context: [row["artist_id"][0] for row in found if row["profile"] == context]
        for context in ("morning", "night")
    }
    assert by_context == {"morning": ["a"] * 5, "night": ["b"] * 5}
    assert [row["rank"] for row in found] == [1, 2, 3, 4, 5] * 2


def test_contexts_count_by_how_much_is_played_in_them() -> None:
    for mornings, nights, first in ((300, 100, "a"), (100, 300, "b")):
        told = profiles(mornings, nights)
        rows = by_rank(score_candidates(lists(told), told, PARAMS))
        assert rows[0]["artist_id"][0] == first
        assert {row["artist_id"][0] for row in rows} == {"a", "b"}
        assert rows[0]["seeds"][0]["artist_id"] == f"{first}0"


def test_a_context_of_more_artists_is_trusted_more() -> None:
    told = profiles()
    rows = score_candidates(lists(told), told, PARAMS).to_pylist()
    trust = {row["artist_id"][0]: row["confidence"] for row in rows}
    assert trust["a"] > trust["b"]


def test_no_contexts_give_empty_tables_of_the_same_types() -> None:
    nobody = pd.DataFrame(columns=COLUMNS)
    empty = lists(nobody)
    assert (empty.schema, empty.num_rows) == (PROFILE_LISTS, 0)
    found = score_candidates(empty, nobody, PARAMS)
    assert (found.schema, found.num_rows) == (CANDIDATES, 0)
