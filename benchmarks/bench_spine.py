"""Import and build beside bare DuckDB and a plain pandas script, in one run.

``python -m benchmarks.bench_spine --plays 100000 1000000 [--rounds 3 | --once] [--work FOLDER]``.
Every case is a whole process (start of Python included), the cases take turns within each round,
and the medians over the rounds are printed with their ratios and written to ``benchmarks/results``.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.generate_export import generate
from benchmarks.measure import BenchmarkError, Measured, measure
from tests.sample_data.artists import SIMILAR_ARTISTS_FILE

HERE = Path(__file__).parent
RESULTS = HERE / "results"
_MIB = 2**20
_PRIVATE = ("MM_", "DBT_", "LASTFM_", "MUSICBRAINZ_", "LISTENBRAINZ_")

RATIOS = {
    "import : bare DuckDB load": ("mm import", "duckdb load", 3.0),
    "build : pandas clean + rank": ("mm build", "pandas clean + rank", 1.0),
    "build : bare DuckDB clean + rank": ("mm build", "duckdb clean + rank", None),
    "first build : later build": ("mm build, first", "mm build", None),
    "other tier : build": ("mm build, other tier", "mm build", None),
}
"""Ratio → the two cases, and the goal (at one million plays) where there is one."""
PEAK_GOAL_MIB = 1024


@dataclass(frozen=True)
class Case:
    """One thing to measure: a name and its command. ``fresh`` is removed before each run."""

    name: str
    command: list[str]
    fresh: Path | None = None


@dataclass(frozen=True)
class Figures:
    """Medians over the rounds of one case."""

    wall_seconds: float
    fastest_seconds: float
    slowest_seconds: float
    cpu_seconds: float
    peak_mib: float
    rounds: int


def cases_for(export: Path, work: Path) -> list[Case]:
    """Return the cases in the order they run: the build needs the import before it."""
    home, database = work / "home", work / "bare.duckdb"
    mm = [sys.executable, "-m", "cli"]
    duck = [sys.executable, str(HERE / "duckdb_peer.py")]
    pandas = [sys.executable, str(HERE / "pandas_peer.py")]
    return [
        Case("duckdb load", [*duck, "load", str(export), str(database)], fresh=database),
        Case("mm import", [*mm, "import", str(export)], fresh=home),
        Case("pandas clean + rank", [*pandas, str(export)]),
        Case("mm build, first", [*mm, "build"]),
        Case("mm build", [*mm, "build", "--full-refresh"]),
        Case("mm build, other tier", [*mm, "build", "--tier-start", "51", "--tier-end", "100"]),
        Case("duckdb clean + rank", [*duck, "rank", str(export)]),
    ]


def environment(work: Path) -> dict[str, str]:
    """Return the environment of every case: a home of its own, no key, the bundled lists."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(_PRIVATE)}
    return env | {
        "MM_HOME": str(work / "home"),
        "MM_PROVIDERS": "file",
        "MM_SIMILAR_ARTISTS_FILE": str(SIMILAR_ARTISTS_FILE),
        "MM_OFFLINE": "1",
        "DO_NOT_TRACK": "1",
        "PYTHONPATH": str(HERE.parent),
    }


def run_rounds(cases: list[Case], rounds: int, work: Path) -> dict[str, list[Measured]]:
    """Run every case once per round, taking turns."""
    env = environment(work)
    runs: dict[str, list[Measured]] = {case.name: [] for case in cases}
    for number in range(rounds):
        for case in cases:
            if case.fresh is not None and case.fresh.is_dir():
                shutil.rmtree(case.fresh)
            elif case.fresh is not None:
                case.fresh.unlink(missing_ok=True)
            (work / "home").mkdir(parents=True, exist_ok=True)
            measured = measure(case.command, env)
            runs[case.name].append(measured)
            tell(f"  round {number + 1}  {case.name:<22} {measured.wall_seconds:8.2f} s")
    return runs


def medians(runs: dict[str, list[Measured]]) -> dict[str, Figures]:
    """Return the medians of each case."""
    return {
        name: Figures(
            wall_seconds=statistics.median(run.wall_seconds for run in measured),
            fastest_seconds=min(run.wall_seconds for run in measured),
            slowest_seconds=max(run.wall_seconds for run in measured),
            cpu_seconds=statistics.median(run.cpu_seconds for run in measured),
            peak_mib=statistics.median(run.peak_bytes for run in measured) / _MIB,
            rounds=len(measured),
        )
        for name, measured in runs.items()
    }


def table(plays: int, figures: dict[str, Figures]) -> str:
    """Return the printed table of one size: cases, then ratios with their goals."""
    lines = [
        f"{plays:,} plays",
        f"  {'':<34} {'wall s':>8} {'(range)':>15} {'cpu s':>8} {'peak MiB':>9}",
    ]
    for name, case in figures.items():
        span = f"({case.fastest_seconds:.2f}–{case.slowest_seconds:.2f})"
        lines.append(
            f"  {name:<34} {case.wall_seconds:8.2f} {span:>15} {case.cpu_seconds:8.2f}"
            f" {case.peak_mib:9.0f}"
        )
    for name, ratio in ratios(figures).items():
        goal = f"   goal: wall ≤ {RATIOS[name][2]:g} ×" if RATIOS[name][2] else ""
        lines.append(f"  {name:<34} {ratio['wall']:8.2f} × {'':>13} {ratio['cpu']:8.2f} ×{goal}")
    peaks = [figures[name].peak_mib for name in ("mm import", "mm build") if name in figures]
    if peaks:
        lines.append(f"  {'peak of mm':<34} {max(peaks):8.0f} MiB  goal ≤ {PEAK_GOAL_MIB} MiB")
    return "\n".join(lines)


def ratios(figures: dict[str, Figures]) -> dict[str, dict[str, float]]:
    """Return the ratios of wall clock and of CPU whose two cases were both measured."""
    return {
        name: {
            "wall": figures[ours].wall_seconds / figures[theirs].wall_seconds,
            "cpu": figures[ours].cpu_seconds / figures[theirs].cpu_seconds,
        }
        for name, (ours, theirs, _) in RATIOS.items()
        if ours in figures and theirs in figures
    }


def prepare(plays: int, work: Path) -> Path:
    """Generate the export of that size unless an earlier run left it whole; warm the page cache."""
    export, done = work / f"export_{plays}", work / f"export_{plays}.done"
    if not done.exists():
        shutil.rmtree(export, ignore_errors=True)
        generate(export, plays)
        done.touch()
    for file in export.rglob("*.json"):
        with file.open("rb") as raw:
            while raw.read(1 << 24):
                pass
    return export


def machine() -> dict[str, Any]:
    """Return what the figures depend on."""
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "system": platform.platform(),
        "cores": os.cpu_count(),
        "load_before": os.getloadavg(),
        "python": platform.python_version(),
        "duckdb": duckdb.__version__,
    }


def tell(text: str) -> None:
    """Say on stderr how far the run is."""
    print(text, file=sys.stderr, flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Parse the command line, measure, print the tables, write the JSON."""
    parser = argparse.ArgumentParser(description="Import and build beside DuckDB and pandas.")
    parser.add_argument("--plays", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--once", action="store_true", help="one round, for the largest sizes")
    parser.add_argument("--only", nargs="+", help="measure only cases whose name has a word")
    parser.add_argument("--work", type=Path, help="folder for exports and homes; kept afterwards")
    said = parser.parse_args(arguments)
    rounds = 1 if said.once else said.rounds
    if rounds < 1 or min(said.plays) < 1:
        parser.error("--plays and --rounds must be 1 or more")
    report: dict[str, Any] = {"machine": machine(), "sizes": {}}
    with tempfile.TemporaryDirectory(prefix="bench-spine-") as scratch:
        work = said.work or Path(scratch)
        for plays in said.plays:
            tell(f"{plays:,} plays: generating")
            export = prepare(plays, work)
            cases = cases_for(export, work)
            if said.only:
                words = [*said.only, "import"] if "build" in said.only else said.only
                cases = [case for case in cases if any(word in case.name for word in words)]
            try:
                figures = medians(run_rounds(cases, rounds, work))
            except BenchmarkError as error:
                tell(str(error))
                return 1
            report["sizes"][plays] = {
                "cases": {name: asdict(case) for name, case in figures.items()},
                "ratios": ratios(figures),
            }
            print(table(plays, figures), flush=True)
    RESULTS.mkdir(exist_ok=True)
    stamp = report["machine"]["at"].replace(":", "").replace("+0000", "Z")
    file = RESULTS / f"spine_{stamp}.json"
    file.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    tell(f"written to {file}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
