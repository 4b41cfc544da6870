"""The temporal engine follows where the taste is heading, and knows how well that worked."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pyarrow as pa
import pytest

from python_engines.candidates import CANDIDATES
from python_engines.temporal import TemporalEngine, TemporalInputs, TemporalParams
from tests.unit.python_engines.worlds import (
    by_rank,
    graph_of,
    heard,
    lists_of,
    names_of,
    own,
    two_circles,
)

PARAMS = TemporalParams(
    graph_alpha=10,
    temporal_adoption_share=0.6,
    temporal_forecast_share=0.33,
    temporal_prior_confidence=0.5,
    temporal_prior_adoptions=5,
    confidence_prior_lists=0.5,
    candidates_per_engine=100,
    seeds_per_candidate=5,
    score_digits=6,
)
Moment = tuple[str, int, float, float, bool]
OLD_A_NEW_B: list[Moment] = [("a0", 0, 30.0, 0.1, False), ("b0", 0, 20.0, 20.0, False)]


def engine(rows: list[Moment], params: TemporalParams = PARAMS) -> TemporalEngine:
    columns = ["artist_id", "moment", "recent_minutes", "adopted_minutes", "is_next"]
    lists = lists_of(two_circles())
    inputs = TemporalInputs(
        moments=pd.DataFrame(rows, columns=columns),
        own=own("a0", "b0"),
        artist_factors=graph_of(lists),
        names=names_of(lists),
    )
    return TemporalEngine(inputs, params)


def test_artists_near_the_newly_adopted_come_first() -> None:
    rows = by_rank(engine(OLD_A_NEW_B).candidates(heard("a0", "b0")))
    assert {row["artist_id"][0] for row in rows[:7]} == {"b"}
    assert rows[0]["seeds"][0]["artist_id"] == "b0"


def test_without_adoption_what_is_heard_most_leads() -> None:
    params = replace(PARAMS, temporal_adoption_share=0)
    rows = by_rank(engine(OLD_A_NEW_B, params).candidates(heard("a0", "b0")))
    assert {row["artist_id"][0] for row in rows[:7]} == {"a"}


@pytest.mark.parametrize(("taken_up", "is_sure"), [("a3", True), ("b3", False)])
def test_confidence_is_how_well_the_last_period_was_foretold(taken_up: str, is_sure: bool) -> None:
    told = [*OLD_A_NEW_B, ("a0", 1, 30.0, 30.0, False), (taken_up, 1, 0.0, 0.0, True)]
    trust = engine(told).confidence()
    assert (trust > PARAMS.temporal_prior_confidence) == is_sure
    assert 0 <= trust <= 1


def test_confidence_is_the_prior_while_nothing_was_foretold() -> None:
    assert engine(OLD_A_NEW_B).confidence() == PARAMS.temporal_prior_confidence


def test_the_forecast_has_no_share_unless_it_foretold_better() -> None:
    # From a to b: the trend points to b before the minutes do.
    moving: list[Moment] = [
        ("a0", 2, 30.0, 30.0, False),
        ("a0", 1, 30.0, 30.0, False),
        ("b0", 1, 20.0, 20.0, False),
        ("b3", 1, 0.0, 0.0, True),
    ]
    staying = [*moving[:-1], ("a3", 1, 0.0, 0.0, True)]
    assert engine(moving + OLD_A_NEW_B).forecast_share() == PARAMS.temporal_forecast_share
    assert engine(staying + OLD_A_NEW_B).forecast_share() == 0
    assert engine(OLD_A_NEW_B).forecast_share() == 0
    told = engine(moving + OLD_A_NEW_B).candidates(heard())["forecast_share"].to_pylist()
    assert set(told) == {PARAMS.temporal_forecast_share}


def test_forgotten_artists_are_ranked_by_where_the_taste_is_now() -> None:
    rows = by_rank(engine(OLD_A_NEW_B).among(pd.Series(["a5", "b5"])))
    assert [row["artist_id"] for row in rows] == ["b5", "a5"]


def test_a_single_forgotten_artist_comes_back_too() -> None:
    rows = by_rank(engine(OLD_A_NEW_B).among(pd.Series(["b5"])))
    assert [row["artist_id"] for row in rows] == ["b5"]
    assert rows[0]["seeds"][0]["artist_id"] == "b0"


def test_a_listener_the_graph_does_not_know_gives_an_empty_table() -> None:
    empty = engine([("nobody", 0, 9.0, 9.0, False)]).candidates(heard())
    assert (empty.select(CANDIDATES.names).schema, empty.num_rows) == (CANDIDATES, 0)
    assert empty.schema.field("forecast_share").type == pa.float64()
    assert engine([]).candidates(heard()).num_rows == 0
