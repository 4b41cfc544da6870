"""What `bench_scale` measures of one size: a built home, its peers, and the cases of one round."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import goals
from benchmarks.bare_sql import BareSql, settings_of_a_build
from benchmarks.bench_spine import HERE, environment
from benchmarks.build_log import engine_seconds, last_build
from benchmarks.measure import BenchmarkError, Measured, measure
from cli import dbt_run
from cli.clients import client_environment
from cli.context import Context
from stores.paths import PROJECT_ROOT, Home
from stores.warehouse import read_rows
from tests.sample_data.artists import SIMILAR_ARTISTS_FILE

_MM = (sys.executable, "-m", "cli")
_DEFAULT_TIER = "tier_start:1,tier_end:50"
_TIERS = ("tier_start:51,tier_end:100", "tier_start:101,tier_end:150")
"""Taken in turns, so that each round's tier is another than the last one's for dbt's floor too."""
_OBSCURITY = "obscurity:0.5"
_QUICK_RUNS = 5
"""How often a round runs what takes less than a second."""


def _nothing() -> None:
    """What most cases do before they are measured."""


@dataclass(frozen=True, slots=True)
class Case:
    """One thing to measure; `before` and `after` are not measured, `after` gets what was."""

    name: str
    command: Sequence[str]
    env: Mapping[str, str]
    before: Callable[[], object] = _nothing
    after: Callable[[Measured], object] = field(default=lambda _: None)


class Bench:
    """One size: an export, a home that is built from it, and the peers beside it."""

    def __init__(self, export: Path, work: Path) -> None:
        """Name the places below `work`; `prepare` fills them."""
        details = SIMILAR_ARTISTS_FILE.with_name("artist_details.csv")
        self.env = environment(work) | {"MM_ARTIST_DETAILS_FILE": str(details)}
        self.home = Home.from_environment(self.env)
        self.engine_seconds: list[float] = []
        self._export = export
        self._new_home = work / "new_home"
        self._bare = BareSql(work / "bare", self.home.warehouse)
        self._floor = work / "floor"
        self._floor_env = self.env | {
            "MM_WAREHOUSE": str(self._floor / self.home.warehouse.name),
            "DBT_PROFILES_DIR": str(PROJECT_ROOT / "profiles"),
            "DBT_TARGET_PATH": str(self._floor / "target"),
            "DBT_LOG_PATH": str(self._floor / "logs"),
        }

    def prepare(self) -> None:
        """Build the home, and from it what the peers begin with."""
        for folder in (self.home.root, self._floor):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
        measure([*_MM, "build", "--data-folder", str(self._export)], self.env)
        settings = settings_of_a_build(self._environment_of_dbt())
        self._bare.prepare(last_build(self._log), self.home.target, settings)
        shutil.copyfile(self.home.warehouse, self._floor_env["MM_WAREHOUSE"])
        measure(self._floor_command(_DEFAULT_TIER), self._floor_env)

    def one_round(self, number: int) -> Iterator[Case]:
        """Yield the cases of a round in the order they run: each change builds on the one before.

        The quick ones come several times, in turns with their peers.
        """
        tier = _TIERS[number % len(_TIERS)]
        peer = HERE / "pandas_peer.py"
        yield self._mm(goals.IMPORT, "import", str(self._export), before=self._empty_home)
        yield Case(goals.PANDAS, [sys.executable, str(peer), str(self._export)], self.env)
        yield self._mm(
            goals.BUILD,
            *("build", "--full-refresh", "--vars", _DEFAULT_TIER),
            before=lambda: self._log.unlink(missing_ok=True),
            after=self._note_engines,
        )
        yield self._bare_sql()
        yield self._mm(goals.TIER, "build", "--vars", tier)
        yield Case(goals.FLOOR, self._floor_command(tier), self._floor_env)
        changed = ("build", "--vars", f"{tier},{_OBSCURITY}")
        yield self._mm(goals.BLEND, *changed)
        yield self._mm(goals.FEEDBACK, *changed, before=self._like_the_first)
        yield self._mm(goals.SAME, *changed, after=_must_be_up_to_date)
        for _ in range(_QUICK_RUNS):
            yield self._mm(goals.RECOMMEND, "recommend")
            yield self._bare_typer(goals.BARE_RECOMMEND, "recommend", str(self.home.warehouse))
            yield self._mm(goals.HELP, "--help")
            yield self._bare_typer(goals.BARE_HELP, "help", "--help")

    def end_round(self) -> None:
        """Take back what a round said, so that the next one finds the same."""
        measure([*_MM, "feedback", "undo"], self.env)

    @property
    def _log(self) -> Path:
        return self.home.logs / "mm.log"

    def _mm(
        self,
        name: str,
        *words: str,
        before: Callable[[], object] = _nothing,
        after: Callable[[Measured], object] = lambda _: None,
    ) -> Case:
        root = {"MM_HOME": str(self._new_home)} if name == goals.IMPORT else {}
        return Case(name, [*_MM, *words], self.env | root, before, after)

    def _bare_typer(self, name: str, program: str, *words: str) -> Case:
        script = HERE / f"bare_{program}.py"
        return Case(name, [sys.executable, str(script), *words], self.env)

    def _bare_sql(self) -> Case:
        command = [sys.executable, str(HERE / "bare_build.py")]
        command += [str(self._bare.plan), str(self._bare.database)]
        return Case(
            goals.BARE_SQL,
            command,
            self.env,
            self._bare.begin,
            lambda _: self._bare.check(),
        )

    def _floor_command(self, variables: str) -> list[str]:
        said = ", ".join(pair.replace(":", ": ") for pair in variables.split(","))
        dbt = [str(Path(sys.executable).with_name("dbt")), "run", "--select", "tier_distribution"]
        return [*dbt, "--project-dir", str(PROJECT_ROOT), "--vars", f"{{{said}}}"]

    def _environment_of_dbt(self) -> dict[str, str]:
        settings = client_environment(Context(self.env))
        return dbt_run.environment(self.env, settings, self.home, self.home.staging_warehouse)

    def _empty_home(self) -> None:
        shutil.rmtree(self._new_home, ignore_errors=True)
        self._new_home.mkdir()

    def _note_engines(self, _: Measured) -> None:
        self.engine_seconds.append(engine_seconds(last_build(self._log)))

    def _like_the_first(self) -> None:
        first = "select artist_name from recommendations order by rank limit 1"
        (row,) = read_rows(self.home.warehouse, first)
        measure([*_MM, "feedback", "like", str(row["artist_name"])], self.env)


def _must_be_up_to_date(measured: Measured) -> None:
    if "up to date" not in measured.output:
        raise BenchmarkError(f"a build without a change built all the same:\n{measured.output}")
