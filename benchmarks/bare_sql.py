"""The SQL that dbt ran for a build, made ready to be run again by bare DuckDB; see `bare_build`."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import jinja2
import yaml

from benchmarks.build_log import Made
from benchmarks.measure import BenchmarkError
from stores.paths import PROJECT_ROOT

_PROJECT = "mmuffin"
_TABLES = "select table_name from duckdb_tables() where database_name = ? and not internal"


@dataclass(frozen=True, slots=True)
class BareSql:
    """A folder with all that `bare_build.py` needs, and the built warehouse it came from.

    Python models and seeds are copied from the warehouse, once, into the file that every run
    begins with: what is measured is the SQL alone.
    """

    folder: Path
    built: Path

    @property
    def database(self) -> Path:
        """The file that a run fills: the SQL names the catalogue, which is the file's name."""
        return self.folder / self.built.name

    @property
    def plan(self) -> Path:
        """The statements in order, and DuckDB's settings."""
        return self.folder / "plan.json"

    @property
    def _given(self) -> Path:
        return self.folder / "given" / self.built.name

    def prepare(self, build: Sequence[Made], target: Path, settings: Mapping[str, Any]) -> None:
        """Take over the SQL of a build from dbt's target folder, and the tables it did not make."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self._given.parent.mkdir(parents=True)
        ran = target / "run" / _PROJECT
        sql = [made for made in build if not made.is_python and not made.is_seed]
        statements = [(ran / made.path).read_text(encoding="utf-8") for made in sql]
        if not statements:
            raise BenchmarkError("the log names no SQL model: was the build a whole one?")
        plan = {"settings": dict(settings), "statements": statements}
        self.plan.write_text(json.dumps(plan), encoding="utf-8")
        with duckdb.connect(self._given) as connection:
            connection.execute(f"attach '{self.built}' as built (read_only)")
            for made in build:
                if made.is_python or made.is_seed:
                    copied = f"select * from built.main.{made.name}"
                    connection.execute(f"create table {made.name} as {copied}")

    def begin(self) -> None:
        """Put the given tables back as they are before the SQL runs."""
        self.database.unlink(missing_ok=True)
        self.database.with_name(self.database.name + ".wal").unlink(missing_ok=True)
        shutil.copyfile(self._given, self.database)

    def check(self) -> None:
        """Compare what a run made with the build: BenchmarkError where rows are missing."""
        ours, theirs = row_counts(self.built), row_counts(self.database)
        if ours != theirs:
            differing = sorted(dict(ours.items() ^ theirs.items()))
            raise BenchmarkError(f"bare SQL made other tables: {', '.join(differing)}")


def row_counts(file: Path) -> dict[str, int]:
    """Return the rows of each table of a DuckDB file."""
    catalog = file.name.split(".", 1)[0]
    with duckdb.connect(file, read_only=True) as connection:
        names = [str(row[0]) for row in connection.execute(_TABLES, [catalog]).fetchall()]
        return {
            name: connection.execute(f'select count(*) from "{name}"').fetchall()[0][0]
            for name in names
        }


def settings_of_a_build(environment: Mapping[str, str]) -> dict[str, Any]:
    """Return DuckDB's settings as the profile gives them to a build: threads, memory and so on."""
    profile = (PROJECT_ROOT / "profiles" / "profiles.yml").read_text(encoding="utf-8")
    renderer = jinja2.Environment(autoescape=False, undefined=jinja2.StrictUndefined)
    renderer.filters["as_number"] = int
    rendered = renderer.from_string(profile).render(env_var=_reading(environment))
    output = yaml.safe_load(rendered)[_PROJECT]["outputs"]["warehouse"]
    return {"threads": int(output["threads"]), **output["settings"]}


def _reading(environment: Mapping[str, str]) -> Any:
    def env_var(name: str, default: str | None = None) -> str:
        return environment[name] if default is None else environment.get(name, default)

    return env_var
