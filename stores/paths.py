"""Where everything lies: the project's own folder and the listener's home.

The home holds what belongs to one listener (config, data, cache, output, logs). It is the project
folder unless `MM_HOME` names another, so one installation can serve several listeners.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

PROJECT_ROOT: Path = Path(__file__).resolve().parent.parent
"""The folder that holds `dbt_project.yml`."""

HOME_VARIABLE = "MM_HOME"
WAREHOUSE_VARIABLE = "MM_WAREHOUSE"


@dataclass(frozen=True, slots=True)
class Home:
    """The folders and files of one listener. Nothing is created by naming it."""

    root: Path
    warehouse: Path
    cache: Path
    output: Path
    logs: Path

    @classmethod
    def from_environment(cls, env: Mapping[str, str]) -> Home:
        """Read `MM_HOME` and `MM_WAREHOUSE`; a blank value counts as absent."""
        said_home = env.get(HOME_VARIABLE, "").strip()
        root = absolute(said_home) if said_home else PROJECT_ROOT
        said_warehouse = env.get(WAREHOUSE_VARIABLE, "").strip()
        return cls(
            root=root,
            warehouse=absolute(said_warehouse) if said_warehouse else default_warehouse(root),
            cache=root / "cache",
            output=root / "output",
            logs=root / "logs",
        )

    def with_folders(
        self, *, cache: Path | None = None, output: Path | None = None, logs: Path | None = None
    ) -> Home:
        """Return this home with those folders of it that a setting puts elsewhere."""
        return replace(
            self,
            cache=cache or self.cache,
            output=output or self.output,
            logs=logs or self.logs,
        )

    @property
    def config(self) -> Path:
        """The folder of the listener's own settings."""
        return self.root / "config"

    @property
    def data(self) -> Path:
        """The folder of exports, imported plays and the warehouse."""
        return self.root / "data"

    @property
    def exports(self) -> Path:
        """The folder where exports are looked for when no other is named."""
        return self.data / "spotify"

    @property
    def history(self) -> Path:
        """The history store: one Parquet file for each imported file."""
        return self.data / "history"

    @property
    def feedback(self) -> Path:
        """What the listener said of artists."""
        return self.data / "feedback.csv"

    @property
    def shown(self) -> Path:
        """Which artists were shown and when."""
        return self.data / "shown.csv"

    @property
    def evaluations(self) -> Path:
        """The store of what `mm evaluate` found."""
        return self.data / "evaluations"

    @property
    def target(self) -> Path:
        """The folder where dbt keeps what it parsed and compiled."""
        return self.cache / "dbt"

    @property
    def answers(self) -> Path:
        """The store of answers that services gave."""
        return self.cache / "answers.sqlite"

    @property
    def staging_warehouse(self) -> Path:
        """The file a build writes: always the same, since a new path makes dbt parse anew."""
        return self.warehouse.with_name(self._database_name("building"))

    @property
    def replays(self) -> Path:
        """The folder of replays of the past that evaluations keep."""
        return self.cache / "evaluations"

    @property
    def scratch_replay(self) -> Path:
        """The warehouse of the replay that is being made."""
        return self.replays / self._database_name("scratch")

    @property
    def catalogue(self) -> Path:
        """The folder in which dbt's catalogue is made."""
        return self.cache / "docs"

    @property
    def catalogue_copy(self) -> Path:
        """The copy of the warehouse that a catalogue is made from."""
        return self.catalogue / self._database_name("docs")

    @property
    def catalogue_lock(self) -> Path:
        """Held by whoever makes a catalogue."""
        return self.catalogue / "docs.lock"

    def _database_name(self, word: str) -> str:
        # DuckDB names a catalog after the part of the file name before its first dot, and dbt's
        # models want the catalog name of the warehouse.
        return f"{self.warehouse.name.split('.', 1)[0]}.{word}.duckdb"


def default_warehouse(root: Path) -> Path:
    """Return where the warehouse of a home lies when `MM_WAREHOUSE` does not say."""
    return root / "data" / "mmuffin.duckdb"


def absolute(text: str, base: Path | None = None) -> Path:
    """Return `text` as an absolute path: `~` expanded, relative to `base` (else to the cwd)."""
    path = Path(text).expanduser()
    return path if path.is_absolute() else (base or Path.cwd()) / path
