"""What was promised of time and memory, at a hundred thousand, a million and ten million plays.

``python -m benchmarks.bench_scale [--plays N …] [--rounds N …] [--json FILE] [--work FOLDER]``.
Every case is a whole process; the cases take turns within each round with the peer they are held
against, and the figures are medians over the rounds. A goal that is missed says so.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.bench_spine import RESULTS, machine, prepare, tell
from benchmarks.goals import MILLION, Figure, Sample, figures, growth, table
from benchmarks.measure import BenchmarkError, Measured, measure
from benchmarks.scale_cases import Bench

SIZES = (100_000, MILLION, 10 * MILLION)
ROUNDS = 3


def run_rounds(bench: Bench, rounds: int) -> Sample:
    """Run every case of every round, in turns."""
    runs: dict[str, list[Measured]] = {}
    for number in range(rounds):
        for case in bench.one_round(number):
            case.before()
            measured = measure(case.command, case.env)
            case.after(measured)
            runs.setdefault(case.name, []).append(measured)
            tell(f"  round {number + 1}  {case.name:<32} {measured.wall_seconds:8.2f} s")
        bench.end_round()
    return Sample(runs, bench.engine_seconds)


def rounds_of(sizes: Sequence[int], said: Sequence[int]) -> list[int]:
    """Return the rounds of each size: one number stands for all sizes; ValueError if they differ.

    More than one number must be as many as there are sizes.
    """
    rounds = list(said) * len(sizes) if len(said) == 1 else list(said)
    if len(rounds) != len(sizes):
        raise ValueError("--rounds takes one number, or one for each size")
    return rounds


def size_report(plays: int, sample: Sample, found: Sequence[Figure]) -> dict[str, Any]:
    """Return what the JSON says of one size: every run, and every figure with its verdict."""
    cases = {
        name: [
            {
                "wall_seconds": run.wall_seconds,
                "cpu_seconds": run.cpu_seconds,
                "peak_bytes": run.peak_bytes,
            }
            for run in runs
        ]
        for name, runs in sample.runs.items()
    }
    return {
        "cases": cases,
        "engine_seconds": list(sample.engine_seconds),
        "figures": [{**asdict(figure), "verdict": figure.verdict(plays)} for figure in found],
    }


def measure_sizes(
    sizes: Sequence[int], rounds: Sequence[int], work: Path, report: dict[str, Any]
) -> None:
    """Measure size after size, print each table as it is ready and add it to the report."""
    samples: dict[int, Sample] = {}
    for plays, count in zip(sizes, rounds, strict=True):
        tell(f"{plays:,} plays: generating and building")
        bench = Bench(prepare(plays, work), work)
        bench.prepare()
        samples[plays] = run_rounds(bench, count)
        found = [*figures(plays, samples[plays]), *growth(samples).get(plays, [])]
        report["sizes"][plays] = size_report(plays, samples[plays], found)
        print(table(plays, samples[plays], found), flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Parse the command line, measure, print the tables, write the JSON."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--plays", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--rounds", type=int, nargs="+", default=[ROUNDS])
    parser.add_argument("--json", type=Path, help="where the figures go; default: results/")
    parser.add_argument("--work", type=Path, help="folder that keeps the exports for the next run")
    said = parser.parse_args(arguments)
    sizes = sorted(set(said.plays))
    if min(sizes) < 1 or min(said.rounds) < 1:
        parser.error("--plays and --rounds must be 1 or more")
    try:
        rounds = rounds_of(sizes, said.rounds)
    except ValueError as error:
        parser.error(str(error))
    about = machine()
    report: dict[str, Any] = {"machine": about, "sizes": {}}
    failure: BenchmarkError | None = None
    with tempfile.TemporaryDirectory(prefix="bench-scale-") as scratch:
        try:
            measure_sizes(sizes, rounds, said.work or Path(scratch), report)
        except BenchmarkError as error:
            # What was measured before is not thrown away.
            failure = error
            report["failure"] = str(error)
            tell(str(error))
    stamp = about["at"].replace(":", "").replace("+0000", "Z")
    file: Path = said.json or RESULTS / f"scale_{stamp}.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    tell(f"written to {file}")
    return 1 if failure else 0


if __name__ == "__main__":
    sys.exit(main())
