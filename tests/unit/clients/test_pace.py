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
    assert min(gaps) >= 0.5 - 1e-9
    assert starts[0] == 100.0


def test_a_rest_earns_no_burst() -> None:
    clock = LateSleeper()
    pace = Pace(1.0, clock.timing)
    pace.wait()
    clock.at += 60
    pace.wait()
    pace.wait()
    assert clock.at == pytest.approx(161.0)


def test_the_longest_hold_counts() -> None:
    clock = LateSleeper()
    pace = Pace(1.0, clock.timing)
    pace.hold(5)
    pace.hold(2)
    pace.wait()
    assert clock.at == pytest.approx(105.0)


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
