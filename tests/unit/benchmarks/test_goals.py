"""The figures of the benchmark of scale: paired ratios, missed goals, growth, the table."""

from dataclasses import replace

import pytest

from benchmarks import goals
from benchmarks.goals import MILLION, Figure, Sample, figures, growth, paired, table
from benchmarks.measure import Measured

SECONDS = {
    goals.IMPORT: [10.0, 10.0, 10.0],
    goals.PANDAS: [20.0, 20.0, 20.0],
    goals.BUILD: [40.0, 50.0, 90.0],
    goals.BARE_SQL: [10.0, 10.0, 20.0],
    goals.TIER: [9.0, 6.0, 7.0],
    goals.FLOOR: [5.0, 5.0, 5.0],
    goals.BLEND: [4.0, 5.0, 9.0],
    goals.FEEDBACK: [8.0, 10.0, 18.0],
    goals.SAME: [0.9, 1.1, 0.8],
    goals.RECOMMEND: [0.6, 0.6, 0.6],
    goals.BARE_RECOMMEND: [0.5, 0.5, 0.5],
    goals.HELP: [0.3, 0.3, 0.3],
    goals.BARE_HELP: [0.2, 0.2, 0.2],
}


def sample(peak_bytes: int = 10**9, factor: float = 1) -> Sample:
    runs = {
        name: [Measured(factor * second, 2 * second, peak_bytes, "") for second in seconds]
        for name, seconds in SECONDS.items()
    }
    return Sample(runs, [20.0, 20.0, 20.0])


def value_of(name: str) -> float:
    return next(figure.value for figure in figures(MILLION, sample()) if figure.name == name)


def test_a_ratio_is_the_median_of_the_ratios_of_each_round_not_that_of_the_medians():
    # The medians are 2 and 2; round by round it is 1, 2, 0.5.
    assert paired(lambda a, b: a / b, [1.0, 4.0, 2.0], [1.0, 2.0, 4.0]) == 1


def test_rounds_that_are_not_paired_are_no_figure():
    with pytest.raises(ValueError, match="shorter"):
        paired(lambda a, b: a / b, [1.0, 4.0], [1.0])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("(full build − engines) : bare SQL", 3.0),  # 20 / 10, 30 / 10, 70 / 20
        ("other tier − dbt's own floor", 2.0),  # 4, 1, 2
        ("no change", 0.9),
        ("recommend : bare Typer", 1.2),
        ("--help : bare Typer", 1.5),
        ("peak memory", 1.0),
        ("engines' share of the full build", 0.4),
        ("full build : pandas clean + rank", 2.5),
        ("other obscurity : full build", 0.1),
        ("one more like : full build", 0.2),
    ],
)
def test_each_figure_is_made_of_its_own_cases(name: str, value: float):
    assert value_of(name) == pytest.approx(value)


def test_a_goal_is_reached_up_to_and_with_its_limit_and_missed_above():
    figure = Figure("no change", 1.0, "s", 1.0)
    assert figure.verdict(MILLION) == "reached: goal ≤ 1 s"
    assert replace(figure, value=1.001).verdict(MILLION) == "missed: goal ≤ 1 s"
    assert replace(figure, goal=None).verdict(MILLION) == ""


def test_a_goal_is_judged_at_other_sizes_too_and_says_where_it_was_promised():
    verdict = Figure("no change", 2.0, "s", 1.0).verdict(100_000)
    assert verdict == "missed: goal ≤ 1 s (promised at 1,000,000)"


@pytest.mark.parametrize(
    ("plays", "gigabytes", "word"),
    [
        (100_000, 1.6, "missed: goal ≤ 1.5 GB (promised at 1,000,000)"),
        (MILLION, 1.5, "reached: goal ≤ 1.5 GB"),
        (2 * MILLION, 1.6, "reached: goal ≤ 4 GB (promised at 10,000,000)"),
        (10 * MILLION, 4.1, "missed: goal ≤ 4 GB"),
        (20 * MILLION, 4.1, "missed: goal ≤ 4 GB (promised at 10,000,000)"),
    ],
)
def test_the_goal_for_memory_is_that_of_the_next_size_it_was_promised_for(
    plays: int, gigabytes: float, word: str
):
    found = figures(plays, sample(peak_bytes=int(gigabytes * 1e9)))
    (peak,) = (figure for figure in found if figure.name == "peak memory")
    assert peak.verdict(plays) == word


def test_the_peak_is_the_greatest_of_any_run_and_of_the_cases_it_was_promised_for():
    few = sample()
    runs = dict(few.runs)
    runs[goals.TIER] = [*few.runs[goals.TIER][:2], Measured(1, 1, 3 * 10**9, "")]
    runs[goals.PANDAS] = [Measured(1, 1, 9 * 10**9, "")] * 3
    assert goals.peak_gb(Sample(runs, few.engine_seconds)) == 3


def test_growth_is_held_against_a_million_and_never_said_of_smaller_sizes():
    found = growth({100_000: sample(), MILLION: sample(), 10 * MILLION: sample(factor=13)})
    assert list(found) == [10 * MILLION]
    for figure in found[10 * MILLION]:
        assert figure.value == pytest.approx(1.3)
        assert figure.verdict(10 * MILLION) == "missed: goal ≤ 1.2 ×"
    assert len(found[10 * MILLION]) == 2


def test_growth_is_not_told_without_a_million():
    assert growth({100_000: sample(), 10 * MILLION: sample()}) == {}


def test_the_table_shows_every_case_every_figure_and_what_was_missed():
    one = sample()
    found = figures(MILLION, one)
    shown = table(MILLION, one, found)
    for name in [*SECONDS, *(figure.name for figure in found)]:
        assert f"\n  {name} " in shown
    help_line = next(line for line in shown.splitlines() if "--help : bare Typer" in line)
    assert help_line.split()[-7:] == ["1.50", "×", "missed:", "goal", "≤", "1.4", "×"]
    build_line = next(line for line in shown.splitlines() if line.startswith(f"  {goals.BUILD}"))
    assert build_line.split()[-5:] == ["50.00", "(40.00–90.00)", "100.00", "954", "3"]
