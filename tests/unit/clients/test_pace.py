"""Gaps and counts hold for attempts, however the clock and the sleeper behave."""

import itertools
import threading

import pytest

from python_engines.clients.pace import CallBudget, Pace, Timing


class LateSleeper:
    """A clock that only sleeping moves; every sleep is `late` seconds too long (or short)."""

    def __init__(self, late: float = 0.0) -> None:
        self.at = 100.0
        self._late = late

    def sleep(self, seconds: float) -> None:
        self.at += max(seconds + self._late, 0.001)

    @property
    def timing(self) -> Timing:
        return Timing(monotonic=lambda: self.at, sleep=self.sleep)


@pytest.mark.parametrize("late", [0.0, 0.3, -0.2])
def test_two_attempts_are_never_closer_than_the_gap(late: float) -> None:
    clock = LateSleeper(late)
    pace = Pace(2.0, clock.timing)
    starts = []
    for _ in range(10):
        pace.wait()
        starts.append(clock.at)
    gaps = [after - before for before, after in itertools.pairwise(starts)]
    assert min(gaps) >= 0.5
    assert starts[0] == 100.0


def test_a_rest_earns_no_burst() -> None:
    clock = LateSleeper()
    pace = Pace(1.0, clock.timing)
    pace.wait()
    clock.at += 60
    pace.wait()
    pace.wait()
    assert clock.at == pytest.approx(161.0, abs=0.01)


def test_the_longest_hold_counts() -> None:
    clock = LateSleeper()
    pace = Pace(1.0, clock.timing)
    pace.hold(5)
    pace.hold(2)
    pace.wait()
    assert clock.at == pytest.approx(105.0, abs=0.01)


def gap_of(pace: Pace, clock: LateSleeper) -> float:
    pace.wait()
    before = clock.at
    pace.wait()
    return clock.at - before


def test_a_refusal_halves_the_pace_and_good_answers_bring_it_back() -> None:
    clock = LateSleeper()
    pace = Pace(2.0, clock.timing)
    assert gap_of(pace, clock) == pytest.approx(0.5, abs=0.01)
    pace.note_busy()
    pace.note_busy()
    assert gap_of(pace, clock) == pytest.approx(2.0, abs=0.01)
    assert pace.is_throttled
    gaps = []
    while pace.is_throttled:
        pace.note_answer(0.1)
        gaps.append(pace.slowness)
    assert gaps == sorted(gaps, reverse=True)
    assert 10 < len(gaps) < 20
    assert gap_of(pace, clock) == pytest.approx(0.5, abs=0.01)


def test_the_pace_never_falls_below_a_sixteenth() -> None:
    pace = Pace(2.0, LateSleeper().timing)
    for _ in range(50):
        pace.note_busy()
    assert pace.slowness == 16


def test_answers_that_take_longer_and_longer_slow_the_pace_until_they_are_usual() -> None:
    pace = Pace(2.0, LateSleeper().timing)
    for _ in range(20):
        pace.note_answer(0.3)
    assert pace.slowness == 1
    for _ in range(6):
        pace.note_answer(2.0)
    assert pace.slowness > 2
    assert not pace.is_throttled
    for _ in range(60):
        pace.note_answer(2.0)
    assert pace.slowness == 1


def test_quick_answers_are_never_strain() -> None:
    pace = Pace(2.0, LateSleeper().timing)
    for seconds in [0.01, 0.4] * 20:
        pace.note_answer(seconds)
    assert pace.slowness == 1


@pytest.mark.parametrize(
    ("share", "calls"), [(0.0, 0), (0.25, 3), (0.2 + 0.1, 3), (1.0, 10), (7.0, 10)]
)
def test_a_share_of_the_budget_is_rounded_up_and_never_above_it(share: float, calls: int) -> None:
    budget = CallBudget(10)
    budget.allow_until(share)
    assert [budget.take() for _ in range(12)].count(True) == calls
    assert budget.is_used_up


def test_what_a_step_leaves_goes_to_the_next() -> None:
    budget = CallBudget(10)
    budget.allow_until(0.5)
    assert budget.take()
    budget.allow_until(0.8)
    assert [budget.take() for _ in range(9)].count(True) == 7


def test_a_budget_is_not_overdrawn_by_threads() -> None:
    budget = CallBudget(100)
    granted: list[bool] = []

    def take_many() -> None:
        granted.extend(budget.take() for _ in range(50))

    threads = [threading.Thread(target=take_many) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(granted) == budget.taken == 100
    assert budget.is_used_up
