"""What was promised of time and memory, and what a run makes of it: ratios, goals, the table."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.measure import Measured

IMPORT = "mm import"
PANDAS = "pandas clean + rank"
BUILD = "mm build --full-refresh"
BARE_SQL = "bare DuckDB, same SQL"
TIER = "mm build, other tier"
FLOOR = "dbt run, one model, other tier"
BLEND = "mm build, other obscurity"
FEEDBACK = "mm build, one more like"
SAME = "mm build, no change"
RECOMMEND = "mm recommend"
BARE_RECOMMEND = "bare Typer, 20 rows"
HELP = "mm --help"
BARE_HELP = "bare Typer --help"

MILLION = 1_000_000
_MIB, _GB = 2**20, 1e9
_BUILD_GOAL, _TIER_GOAL_SECONDS, _SAME_GOAL_SECONDS = 3.0, 2.0, 1.0
_RECOMMEND_GOAL, _HELP_GOAL, _GROWTH_GOAL = 1.5, 1.4, 1.2
_PEAK_GOALS_GB = {MILLION: 1.5, 10 * MILLION: 4.0}
_BIGGEST = (IMPORT, BUILD, TIER)
"""The cases whose memory was promised."""
_GROWING = (IMPORT, BUILD)


@dataclass(frozen=True, slots=True)
class Sample:
    """All that was measured of one size.

    runs: case → its runs, in order. engine_seconds: for each full build, in the same order, how
    long at least one Python model was running.
    """

    runs: Mapping[str, Sequence[Measured]]
    engine_seconds: Sequence[float]

    def seconds(self, name: str) -> list[float]:
        """Return the wall clock of each run of a case."""
        return [run.wall_seconds for run in self.runs[name]]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure that was promised, or that explains one; `promised_at` is the size in plays."""

    name: str
    value: float
    unit: str
    goal: float | None = None
    promised_at: int = MILLION

    def verdict(self, plays: int) -> str:
        """Say whether the goal was reached, and where it was promised if that is another size."""
        if self.goal is None:
            return ""
        word = "reached" if self.value <= self.goal else "missed"
        elsewhere = "" if plays == self.promised_at else f" (promised at {self.promised_at:,})"
        return f"{word}: goal ≤ {self.goal:g} {self.unit}{elsewhere}"


def paired(
    combine: Callable[..., float],
    *measured: Sequence[float],
) -> float:
    """Return the median over rounds of what `combine` makes of the values of one round."""
    return statistics.median(combine(*values) for values in zip(*measured, strict=True))


def figures(plays: int, sample: Sample) -> list[Figure]:
    """Return the figures of one size, those with a goal first."""
    wall = sample.seconds

    def ratio(ours: str, theirs: str) -> float:
        return paired(lambda a, b: a / b, wall(ours), wall(theirs))

    without_engines = paired(
        lambda build, engines, bare: (build - engines) / bare,
        wall(BUILD),
        sample.engine_seconds,
        wall(BARE_SQL),
    )
    beyond_floor = paired(lambda a, b: a - b, wall(TIER), wall(FLOOR))
    again = statistics.median(wall(SAME))
    promised_at = min((size for size in _PEAK_GOALS_GB if size >= plays), default=10 * MILLION)
    peak_goal = _PEAK_GOALS_GB[promised_at]
    return [
        Figure("(full build − engines) : bare SQL", without_engines, "×", _BUILD_GOAL),
        Figure("other tier − dbt's own floor", beyond_floor, "s", _TIER_GOAL_SECONDS),
        Figure("no change", again, "s", _SAME_GOAL_SECONDS),
        Figure("recommend : bare Typer", ratio(RECOMMEND, BARE_RECOMMEND), "×", _RECOMMEND_GOAL),
        Figure("--help : bare Typer", ratio(HELP, BARE_HELP), "×", _HELP_GOAL),
        Figure("peak memory", peak_gb(sample), "GB", peak_goal, promised_at),
        Figure("engines' share of the full build", _engine_share(sample), "×"),
        Figure("full build : pandas clean + rank", ratio(BUILD, PANDAS), "×"),
        Figure("other tier : full build", ratio(TIER, BUILD), "×"),
        Figure("other obscurity : full build", ratio(BLEND, BUILD), "×"),
        Figure("one more like : full build", ratio(FEEDBACK, BUILD), "×"),
    ]


def peak_gb(sample: Sample) -> float:
    """Return the greatest memory in any run of import, full build and tier change, in GB."""
    return max(run.peak_bytes for name in _BIGGEST for run in sample.runs[name]) / _GB


def _engine_share(sample: Sample) -> float:
    return paired(lambda a, b: a / b, sample.engine_seconds, sample.seconds(BUILD))


def growth(samples: Mapping[int, Sample]) -> dict[int, list[Figure]]:
    """Return for each size above a million the seconds per play against those at a million."""
    if MILLION not in samples:
        return {}

    def per_play(plays: int, name: str) -> float:
        return statistics.median(samples[plays].seconds(name)) / plays

    return {
        plays: [
            Figure(
                f"{name}: seconds per play : at {MILLION:,}",
                per_play(plays, name) / per_play(MILLION, name),
                "×",
                _GROWTH_GOAL,
                10 * MILLION,
            )
            for name in _GROWING
        ]
        for plays in sorted(samples)
        if plays > MILLION
    }


def table(plays: int, sample: Sample, found: Sequence[Figure]) -> str:
    """Return the printed table of one size: cases, then figures with their goals."""
    lines = [
        f"{plays:,} plays",
        f"  {'':<44} {'wall s':>8} {'(range)':>15} {'cpu s':>8} {'peak MiB':>9} {'runs':>5}",
        *_case_lines(sample),
        *(
            f"  {figure.name:<44} {figure.value:8.2f} {figure.unit:<3} {figure.verdict(plays)}"
            for figure in found
        ),
    ]
    return "\n".join(line.rstrip() for line in lines)


def _case_lines(sample: Sample) -> Iterator[str]:
    for name, runs in sample.runs.items():
        cpu = statistics.median(run.cpu_seconds for run in runs)
        peak = max(run.peak_bytes for run in runs) / _MIB
        yield f"{_seconds_line(name, sample.seconds(name))} {cpu:8.2f} {peak:9.0f} {len(runs):5}"
        if name == BUILD:
            yield _seconds_line("  of it a Python model was running", sample.engine_seconds)


def _seconds_line(name: str, seconds: Sequence[float]) -> str:
    span = f"({min(seconds):.2f}–{max(seconds):.2f})"
    return f"  {name:<44} {statistics.median(seconds):8.2f} {span:>15}"
