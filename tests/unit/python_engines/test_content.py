"""The content engine fuses votes of the tier's lists with the graph."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pyarrow as pa
import pytest

from python_engines.candidates import CANDIDATES
from python_engines.content import ContentParams, score_candidates
from python_engines.votes import ListVotes
from tests.unit.python_engines.worlds import (
    by_rank,
    heard,
    inputs_of,
    lists_of,
    own,
    two_circles,
)

PARAMS = ContentParams(
    graph_alpha=10,
    likeness_fusion_offset=60,
    likeness_graph_share=0.5,
    confidence_prior_lists=0.5,
    list_rank_offset=10,
    profile_list_length=50,
    candidates_per_engine=100,
    seeds_per_candidate=5,
    score_digits=6,
)
LISTS_ONLY = replace(PARAMS, likeness_graph_share=0)


def found(
    seeds: pd.DataFrame,
    lists: pd.DataFrame,
    params: ContentParams = PARAMS,
    known: pd.DataFrame | None = None,
) -> pa.Table:
    known = heard(*seeds["artist_id"]) if known is None else known
    return score_candidates(seeds, inputs_of(lists, known), params)


def test_a_vote_is_the_mean_over_the_providers_that_know_the_seed() -> None:
    once = lists_of({"one": ["a"]})
    twice = pd.concat([once, lists_of({"one": ["x", "a"]}, provider="lastfm")])
    votes = {
        count: dict(zip(v.artist_ids, v.weighted({"one": 2.0}).sum(axis=0).A1, strict=True))
        for count, v in ((1, ListVotes(once, 10)), (2, ListVotes(twice, 10)))
    }
    assert votes[1]["a"] == pytest.approx(2 / 11)
    assert votes[2]["a"] == pytest.approx(2 * (1 / 11 + 1 / 12) / 2)


def test_two_seeds_that_agree_beat_one_that_is_sure() -> None:
    filler = [f"f{n}" for n in range(6)]
    lists = lists_of({"one": ["sure", *filler, "agreed"], "two": [*filler[::-1], "z", "agreed"]})
    rows = by_rank(found(own("one", "two"), lists, LISTS_ONLY))
    ranks = {row["artist_id"]: row["engine_rank"] for row in rows}
    assert ranks["agreed"] < ranks["sure"]
    assert rows[0]["score"] == pytest.approx(1 / 61, abs=1e-6)


def test_a_seed_counts_by_how_much_it_is_preferred() -> None:
    lists = lists_of({"loved": ["a"], "liked": ["b"]})
    rows = by_rank(found(own("liked", "loved", scores=[0.3, 0.9]), lists, LISTS_ONLY))
    assert [row["artist_id"] for row in rows] == ["a", "b"]


def test_the_graph_finds_what_the_tier_s_own_lists_do_not_name() -> None:
    lists = lists_of({**two_circles(), "a0": ["a1", "a2"]})
    by_lists = found(own("a0"), lists, LISTS_ONLY).to_pylist()
    rows = by_rank(found(own("a0"), lists))
    assert {row["artist_id"] for row in by_lists} == {"a1", "a2"}
    assert {row["artist_id"] for row in rows[:7]} == {f"a{n}" for n in range(1, 8)}


def test_seeds_come_strongest_first_and_sum_to_no_more_than_the_score() -> None:
    lists = lists_of({"far": [*"xyz", "a"], "near": ["a"]})
    row = next(r for r in by_rank(found(own("far", "near"), lists)) if r["artist_id"] == "a")
    assert [seed["artist_name"] for seed in row["seeds"]] == ["Near", "Far"]
    assert [seed["seed_rank"] for seed in row["seeds"]] == [2, 1]
    total = sum(seed["contribution"] for seed in row["seeds"])
    assert total == pytest.approx(row["score"], abs=1e-5)


def test_second_in_both_forms_beats_first_in_one_however_short_the_list() -> None:
    lists = lists_of({"one": ["first", "both"], **two_circles()})
    likeness = inputs_of(lists, heard("one")).likeness(own("one"), PARAMS)
    (best,) = likeness.candidates({"one": 1.0}, 1)
    whole = likeness.candidates({"one": 1.0}, 100)
    assert best == whole[0]
    assert best.score > 0.5 / 61


def test_only_the_tier_s_artists_speak_for_a_candidate() -> None:
    rows = by_rank(found(own("a0", "a1"), lists_of(two_circles())))
    assert {seed["artist_id"] for row in rows for seed in row["seeds"]} == {"a0", "a1"}


def test_known_artists_are_no_candidates_and_leave_no_holes() -> None:
    rows = by_rank(found(own("a0"), lists_of(two_circles()), known=heard("a0", "a1", "a2")))
    assert not {"a0", "a1", "a2"} & {row["artist_id"] for row in rows}


def test_a_barely_heard_artist_of_the_tier_is_judged_by_the_others() -> None:
    lists = lists_of(two_circles())
    rows = by_rank(found(own("a0", "a1"), lists, known=heard("a0")))
    row = next(r for r in rows if r["artist_id"] == "a1")
    assert [seed["artist_id"] for seed in row["seeds"]] == ["a0"]


def test_no_lists_give_an_empty_table_of_the_same_types() -> None:
    empty = found(own("a"), lists_of({}))
    assert (empty.schema, empty.num_rows) == (CANDIDATES, 0)


def test_the_order_of_the_rows_does_not_matter() -> None:
    lists = lists_of(two_circles())
    tables = [
        score_candidates(own("a0", "b3"), inputs_of(rows, heard()), PARAMS)
        for rows in (lists, *(lists.sample(frac=1, random_state=seed) for seed in range(20)))
    ]
    assert all(table.equals(tables[0]) for table in tables)
