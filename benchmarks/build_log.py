"""What the log of `mm` says of a build: which models, in which order, and when each ran."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from stores.paths import PROJECT_ROOT


@dataclass(frozen=True, slots=True)
class Made:
    """One model or seed as a build made it; `path` is relative to the project's root."""

    name: str
    path: Path
    started_at: datetime
    finished_at: datetime

    @property
    def is_python(self) -> bool:
        """Whether an engine or a fetch made it, and not SQL."""
        return self.path.suffix == ".py"

    @property
    def is_seed(self) -> bool:
        """Whether it is a CSV file that dbt loaded."""
        return self.path.suffix == ".csv"


def last_build(log: Path) -> list[Made]:
    """Return what the last command in `logs/mm.log` made, in the order in which it was finished.

    That is an order of the graph: nothing is finished before what it reads. Data tests are left
    out.
    """
    made: list[Made] = []
    for line in log.read_text(encoding="utf-8").splitlines():
        said = dict(pair.partition("=")[::2] for pair in shlex.split(line))
        if said["event"] == "start":
            made = []
        elif said["event"] == "node" and said["name"] in _sources():
            finished = datetime.fromisoformat(said["time"])
            started = finished - timedelta(seconds=float(said["seconds"]))
            made.append(Made(said["name"], _sources()[said["name"]], started, finished))
    return made


@cache
def _sources() -> dict[str, Path]:
    """Name of a model or seed → its file, relative to the project's root."""
    found = [*(PROJECT_ROOT / "models").rglob("*"), *(PROJECT_ROOT / "seeds").rglob("*.csv")]
    kinds = (".sql", ".py", ".csv")
    return {path.stem: path.relative_to(PROJECT_ROOT) for path in found if path.suffix in kinds}


def engine_seconds(build: Iterable[Made]) -> float:
    """Return for how many seconds at least one Python model was running.

    Two that run side by side count once, so that what is left of a build is not made too small.
    """
    total, until = 0.0, datetime.min.replace(tzinfo=UTC)
    for made in sorted((m for m in build if m.is_python), key=lambda made: made.started_at):
        began = max(made.started_at, until)
        until = max(made.finished_at, until)
        total += (until - began).total_seconds()
    return total
