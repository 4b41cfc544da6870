"""Each metric against figures worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from python_engines import metrics

RANKED = ["a", "b", "c", "d"]
TRUTHS = ["b", "unheard of", "d"]


def test_recall_is_the_share_of_truths_among_the_first() -> None:
    ranks = metrics.ranks_of(RANKED)
    assert metrics.hits(ranks, TRUTHS, 2).tolist() == [1, 0, 0]
    assert metrics.hits(ranks, TRUTHS, 4).mean() == pytest.approx(2 / 3)


def test_ndcg_counts_a_truth_by_its_rank_over_the_best_possible() -> None:
    ranks = metrics.ranks_of(RANKED)
    # b at rank 2: 1 / log2(3) = 0.6309; d at rank 4: 1 / log2(5) = 0.4307; the best possible for
    # three truths: 1 + 0.6309 + 0.5 = 2.1309
    assert metrics.gains(ranks, TRUTHS, 4).mean() == pytest.approx(1.0616 / 2.1309, abs=1e-4)
    assert metrics.gains(ranks, TRUTHS, 3).mean() == pytest.approx(0.6309 / 2.1309, abs=1e-4)


def test_ndcg_of_all_truths_first_is_one_even_when_there_are_more_than_it_looks_at() -> None:
    ranks = metrics.ranks_of(RANKED)
    assert metrics.gains(ranks, ["a", "b"], 4).mean() == pytest.approx(1)
    assert metrics.gains(ranks, ["a", "b", "c"], 2).mean() == pytest.approx(1)


def test_a_second_mention_in_a_list_moves_nobody() -> None:
    assert metrics.ranks_of(["a", "b", "a", "c"]) == {"a": 1, "b": 2, "c": 3}


def test_novelty_runs_from_the_most_to_the_least_popular() -> None:
    by_popularity = metrics.ranks_of(RANKED)
    assert metrics.novelty(["a"], by_popularity, 50) == 0
    assert metrics.novelty(["d"], by_popularity, 50) == 1
    assert metrics.novelty(["b", "d", "a"], by_popularity, 2) == pytest.approx((1 + 3) / (2 * 3))


def test_diversity_is_the_mean_unlikeness_of_pairs() -> None:
    features = {"a": frozenset({"x", "y"}), "b": frozenset({"y", "z"}), "twin": frozenset("xy")}
    assert metrics.diversity(["a", "b"], features, 50) == pytest.approx(1 - 1 / 3)
    assert metrics.diversity(["a", "twin"], features, 50) == pytest.approx(0)
    # Of the unknown artist nothing is known, so it resembles nobody: (2/3 + 1 + 1) / 3.
    assert metrics.diversity(["a", "b", "unknown"], features, 50) == pytest.approx(8 / 9)
    assert metrics.diversity(["a", "twin", "b"], features, 2) == pytest.approx(0)


def test_nothing_to_divide_by_gives_no_figure() -> None:
    assert metrics.share_within(RANKED, []) is None
    assert metrics.novelty([], metrics.ranks_of(RANKED), 50) is None
    assert metrics.novelty(["a"], metrics.ranks_of(["a"]), 50) is None
    assert metrics.diversity([], {}, 50) is None
    assert metrics.diversity(["a"], {}, 50) is None


def test_coverage_looks_at_the_whole_list() -> None:
    assert metrics.share_within(RANKED, TRUTHS) == pytest.approx(2 / 3)
    assert metrics.share_within([], TRUTHS) == 0


def test_an_interval_is_drawn_anew_from_the_truths_and_always_the_same() -> None:
    values = np.array([1.0, 0.0, 0.0, 0.0])
    rounds = metrics.resampled(values, 2000, [7])
    assert rounds.tolist() == metrics.resampled(values, 2000, [7]).tolist()
    assert rounds.tolist() != metrics.resampled(values, 2000, [8]).tolist()
    # A mean of four draws with chance 1/4: 0 hits in 0.316 of the rounds, 3 or 4 in 0.051.
    assert (rounds == 0).mean() == pytest.approx(0.316, abs=0.03)
    assert metrics.interval(rounds, 0.95) == (0, 0.75)
    assert metrics.interval(rounds, 0.9)[1] <= 0.75


def test_an_interval_narrows_with_the_truths() -> None:
    few = metrics.interval(metrics.resampled(np.array([1.0, 0.0] * 5), 1000, [1]), 0.95)
    many = metrics.interval(metrics.resampled(np.array([1.0, 0.0] * 500), 1000, [1]), 0.95)
    assert few[0] < many[0] < 0.5 < many[1] < few[1]
