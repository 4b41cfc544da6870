"""One cut-off, scored: who counts as a truth, who as a candidate, and what is compared."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from python_engines.evaluation import (
    BASELINES,
    HYBRID,
    Depths,
    EvaluationParams,
    Figures,
    Past,
    mean_interval,
    ndcg,
    ratio_interval,
    scored,
)

PARAMS = EvaluationParams(
    evaluation_cutoff_count=4,
    evaluation_horizon_days=365,
    evaluation_min_history_days=180,
    adoption_min_plays=3,
    evaluation_ndcg_depth=100,
    evaluation_match_rank_offset=10,
    evaluation_bootstrap_rounds=500,
    evaluation_interval_share=0.95,
    evaluation_few_truths=20,
    evaluation_tune_steps=5,
    evaluation_seed=1,
    score_digits=6,
)
DEPTHS = Depths(recall=(1, 2), sum_match_seeds=1)
LINKS = pd.DataFrame(
    [
        ("loved", "near", 1, None),
        ("loved", "known", 2, None),
        ("liked", "far", 1, None),
        ("stranger", "near", 1, None),
    ],
    columns=["seed_artist_id", "artist_id", "provider_rank", "match"],
)
PAST = Past(
    as_of="2024-03-10",
    links=LINKS,
    preferences=pd.DataFrame({"artist_id": ["loved", "liked"], "preference_rank": [1, 2]}),
    excluded=frozenset({"loved", "liked", "known"}),
    details=pd.DataFrame({"artist_id": [], "listeners": [], "listeners_source": []}),
    tags=pd.DataFrame({"artist_id": ["near", "far"], "tag": ["soul", "soul"]}),
    hybrid=["near", "far"],
    engines={"content": ["far"]},
    taken_up=["known", "near", "out of nowhere"],
)


def figures(past: Past = PAST) -> dict[str, Figures]:
    return {each.scorer: each for each in scored(past, PARAMS, DEPTHS)}


def test_every_scorer_is_measured_on_the_same_truths() -> None:
    found = figures()
    assert list(found) == [HYBRID, "content", *BASELINES]
    assert {(each.truths, each.reachable) for each in found.values()} == {(2, 1)}


def test_a_truth_was_not_known_and_need_not_be_in_any_list() -> None:
    assert PAST.truths == ["near", "out of nowhere"]


def test_a_truth_that_lists_spell_otherwise_is_found_under_their_name() -> None:
    names = {"the near": ["nearby", "near"], "out of nowhere": ["nowhere"]}
    past = replace(PAST, taken_up=["the near", "out of nowhere"], other_names=names)
    assert past.truths == ["near", "out of nowhere"]
    assert figures(past)[HYBRID].hits == 1


def test_a_candidate_is_an_artist_of_any_stored_list_that_was_not_known() -> None:
    assert PAST.universe == ["far", "near", "stranger"]


def test_the_figures_of_the_blend_are_those_of_its_list() -> None:
    hybrid = figures()[HYBRID]
    assert hybrid.hits == 1
    assert hybrid.recall == (0.5, 0.5)
    assert hybrid.ndcg == pytest.approx(1 / (1 + 0.6309), abs=1e-4)
    assert hybrid.coverage == 0.5
    assert hybrid.catalogue == pytest.approx(2 / 3)
    # near is in two lists, far in one and stranger in none.
    assert hybrid.novelty == pytest.approx((0 + 1) / (2 * 2))
    # near: two lists and soul; far: one list and soul. One of four is shared.
    assert hybrid.diversity == pytest.approx(1 - 1 / 4)
    assert ndcg(PAST.hybrid, PAST, PARAMS) == pytest.approx(hybrid.ndcg)


def test_sum_match_sees_the_first_seeds_and_max_match_all() -> None:
    found = figures()
    assert found["sum_match_top50"].catalogue == pytest.approx(1 / 3)
    assert found["max_match"].catalogue == pytest.approx(2 / 3)


def test_without_truths_there_are_no_figures_about_truths() -> None:
    for each in figures(replace(PAST, taken_up=["known"])).values():
        assert (each.truths, each.reachable, each.hits) == (0, 0, 0)
        assert each.recall == (None, None)
        assert each.ndcg is None
        assert each.coverage is None
        assert mean_interval([each.ndcg_rounds], PARAMS) == (None, None)
    assert figures(replace(PAST, taken_up=[]))[HYBRID].diversity is not None


def test_without_candidates_nothing_is_found_and_nothing_breaks() -> None:
    empty = replace(
        PAST, links=LINKS.head(0), tags=PAST.tags.head(0), hybrid=[], engines={"content": []}
    )
    for each in figures(empty).values():
        assert (each.truths, each.reachable, each.hits) == (3 - 1, 0, 0)
        assert each.ndcg == 0
        assert each.catalogue is None
        assert each.novelty is None
        assert each.diversity is None


def test_an_interval_over_cut_offs_is_that_of_their_mean() -> None:
    always, never = np.ones(500), np.zeros(500)
    assert mean_interval([always, never], PARAMS) == (0.5, 0.5)
    assert mean_interval([always, np.array([])], PARAMS) == (1, 1)


def test_two_scorers_are_compared_round_by_round() -> None:
    rounds = np.linspace(0.1, 0.9, 500)
    # Each alone varies ninefold; the one is twice the other in every round.
    assert ratio_interval([2 * rounds], [rounds], PARAMS) == pytest.approx((2, 2))
    assert ratio_interval([rounds], [np.zeros(500)], PARAMS) == (np.inf, np.inf)
    assert ratio_interval([np.zeros(500)], [np.zeros(500)], PARAMS) == (1, 1)
    assert ratio_interval([np.array([])], [np.array([])], PARAMS) is None


def test_what_is_drawn_at_one_cut_off_does_not_repeat_at_another() -> None:
    taken_up = [f"artist {number}" for number in range(20)]
    first = replace(PAST, hybrid=taken_up[:5], taken_up=taken_up)
    second = replace(first, as_of="2023-03-11")
    rounds = [figures(past)[HYBRID].ndcg_rounds.tolist() for past in (first, first, second)]
    assert rounds[0] == rounds[1]
    assert rounds[0] != rounds[2]
