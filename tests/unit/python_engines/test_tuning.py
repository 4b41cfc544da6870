"""The search for a better blend."""

from __future__ import annotations

from math import comb

import pytest

from python_engines.tuning import Setting, search, simplex, trial_count

ENGINES = ("content", "temporal", "context")
START = Setting((("content", 1.0), ("temporal", 1.0), ("context", 0.5)), 0.0)


def test_the_grid_divides_one_among_the_engines() -> None:
    grid = list(simplex(ENGINES, 5))
    assert len(grid) == len(set(grid)) == comb(7, 2)
    assert all(sum(weight for _, weight in point) == pytest.approx(1) for point in grid)
    assert (("content", 0.2), ("temporal", 0.6), ("context", 0.2)) in [
        tuple((name, round(weight, 6)) for name, weight in point) for point in grid
    ]
    assert list(simplex(["content"], 5)) == [(("content", 1.0),)]


def test_the_best_weights_are_found_and_then_the_best_obscurity() -> None:
    wanted = {"content": 0.2, "temporal": 0.8, "context": 0.0}

    def score(setting: Setting) -> float:
        far = sum(abs(weight - wanted[name]) for name, weight in setting.weights)
        return -far - abs(setting.obscurity - 0.4)

    found = search(START, score, 5, may_change_obscurity=True)
    assert dict(found.setting.weights) == pytest.approx(wanted)
    assert found.setting.obscurity == pytest.approx(0.4)
    assert found.score == pytest.approx(0)


def test_nothing_changes_without_a_gain() -> None:
    assert search(START, lambda _: 0.3, 5, may_change_obscurity=True).setting == START


def test_the_obscurity_stays_where_it_was_chosen() -> None:
    found = search(START, lambda s: s.obscurity, 5, may_change_obscurity=False)
    assert found.setting.obscurity == 0


@pytest.mark.parametrize("may_change", [True, False])
def test_the_number_of_trials_is_known_before(may_change: bool) -> None:
    tried: list[Setting] = []

    def score(setting: Setting) -> float:
        tried.append(setting)
        return 0

    search(START, score, 5, may_change_obscurity=may_change)
    # Of the obscurities, 0 is the present one and not tried twice.
    assert len(tried) + may_change == trial_count(3, 5, may_change_obscurity=may_change)
