"""The cut-offs of an evaluation: which there are, and the listener as at each of them.

A replay is the same models with an earlier `as_of`, in a scratch warehouse of its own. What it was
made from (plays, vars, stored answers, program) is marked on it, so the next evaluation makes only
what changed, and one that was interrupted goes on where it stopped.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from cli import dbt_run, failures, inputs
from cli.build_events import BuildListener
from cli.clients import client_environment, read_clients
from cli.context import Context
from cli.errors import BuildFailedError
from cli.progress import Steps
from cli.settings import DETAILS_FILE, SIMILAR_FILE, variable_of
from cli.time_left import RunTimes
from cli.variables import Said, differing
from python_engines.evaluation import EvaluationParams
from stores.publish import discard
from stores.replays import keep, mark_of
from stores.warehouse import read_rows

KEPT_TABLES = (
    "recommendations",
    "engine_candidates",
    "similar_artists",
    "artist_preferences",
    "artist_tags",
    "int_candidates__details",
    "int_candidates__excluded",
    "int_candidates__heard",
    "int_candidates__tier_share",
    "int_feedback__links",
    "int_run__blend",
)
"""What figures and tuning need of a replay."""

AS_OF = "as_of"
_ASKED = tuple(variable_of(key) for key in ("providers", "listenbrainz_algorithms"))
_FILES = (SIMILAR_FILE, DETAILS_FILE)


@dataclass(frozen=True, slots=True)
class Cutoff:
    """One cut-off: the moment, and until when artists taken up count."""

    as_of: datetime
    until: datetime

    def __str__(self) -> str:
        return self.as_of.date().isoformat()


def plan(warehouse: Path, params: EvaluationParams) -> tuple[list[Cutoff], list[str]]:
    """Return the cut-offs, oldest first, and in words which were left out and why.

    They lie one horizon apart, back from the end of the day of the newest play.
    """
    row = read_rows(
        warehouse, "select min(ended_at) as oldest, max(ended_at) as newest from fct_plays"
    )[0]
    oldest, newest = row["oldest"], row["newest"]
    end = datetime.combine(newest.date(), datetime.min.time()) + timedelta(days=1)
    horizon = timedelta(days=params.evaluation_horizon_days)
    needed = timedelta(days=params.evaluation_min_history_days)
    planned, left_out = [], []
    for number in range(1, params.evaluation_cutoff_count + 1):
        cutoff = Cutoff(end - number * horizon, end - (number - 1) * horizon)
        history = cutoff.as_of - oldest
        if history >= needed:
            planned.append(cutoff)
        else:
            days = max(history.days, 0)
            left_out.append(
                f"cut-off {cutoff} is left out: {days} days of history before it, fewer than "
                f"evaluation_min_history_days ({params.evaluation_min_history_days})"
            )
    return planned[::-1], left_out


class Replays:
    """Makes and keeps the replays of one home. Its lock must be held."""

    def __init__(
        self,
        context: Context,
        resolved: Mapping[str, Said],
        child_settings: Mapping[str, str],
        lock_descriptors: Sequence[int],
    ) -> None:
        self._context = context
        self._home = context.settings.home
        self._folder = self._home.replays
        self._variables = _variables(context, resolved)
        self._child_settings = child_settings
        self._lock_descriptors = lock_descriptors
        self._program = inputs.program_mark()
        self._folder.mkdir(parents=True, exist_ok=True)

    def path_of(self, cutoff: Cutoff) -> Path:
        """Return where the replay of a cut-off is kept."""
        return self._folder / f"{cutoff}.duckdb"

    def make(self, cutoff: Cutoff, steps: Steps, place: str) -> bool:
        """Make sure that the replay of a cut-off is there; return whether dbt had to run."""
        kept = self.path_of(cutoff)
        variables = {**self._variables, AS_OF: cutoff.as_of.isoformat(sep=" ")}
        if mark_of(kept) == self._mark(variables):
            return False
        scratch = self._home.scratch_replay
        discard(scratch)
        environment = dbt_run.environment(
            self._context.env, self._child_settings, self._home, scratch
        )
        times = RunTimes(self._home.cache, "replay")
        listener = BuildListener(steps, f"cut-off {cutoff} ({place})", times)
        try:
            run = dbt_run.run_build(
                environment,
                variables,
                listen=listener,
                lock_descriptors=self._lock_descriptors,
                arguments=dbt_run.REPLAY_ARGUMENTS,
            )
            self._judge(run)
            listener.remember()
            # Taken anew: going online may have stored answers.
            keep(scratch, kept, KEPT_TABLES, self._mark(variables))
        finally:
            with suppress(OSError):
                discard(scratch)
        return True

    def forget_others(self, cutoffs: Sequence[Cutoff]) -> None:
        """Remove replays of cut-offs that there are no more."""
        wanted = {self.path_of(cutoff) for cutoff in cutoffs}
        for path in self._folder.glob("*.duckdb"):
            if path not in wanted:
                discard(path)

    def _judge(self, run: dbt_run.Run) -> None:
        if run.exit_code == 0 and not run.failed:
            return
        if failures.is_disk_full(run):
            raise OSError(28, "No space left on device", str(self._folder))
        raise BuildFailedError(
            f"the past could not be replayed: {'; '.join(failures.describe(run))}; details: "
            f"{self._home.logs / 'dbt.log'}"
        )

    def _mark(self, variables: Mapping[str, Any]) -> str:
        """Return a mark of all that a replay is made from."""
        asked = {name: value for name, value in self._child_settings.items() if name in _ASKED}
        files = [self._context.settings[key] for key in _FILES]
        return inputs.mark_of(
            {
                "program": self._program,
                "history": inputs.history_mark(self._home),
                "variables": dict(variables),
                "asked": asked,
                "answers": inputs.held_mark(self._home.answers),
                "files": [inputs.mark_of_files([Path(path)]) if path else "" for path in files],
            }
        )


def evaluation_params(resolved: Mapping[str, Said]) -> EvaluationParams:
    """Return the numbers of the evaluation as the listener set them."""
    return EvaluationParams(**{name: resolved[name].value for name in _own_names()})


def child_settings_of(
    context: Context, secrets: Mapping[str, str], *, is_online: bool
) -> dict[str, str]:
    """Return the settings of the replays: unless it is said otherwise, nobody is asked."""
    offline = {} if is_online else {"MM_OFFLINE": "1"}
    settings = client_environment(context, {**offline, **secrets})
    read_clients(settings)
    return settings


def _variables(context: Context, resolved: Mapping[str, Said]) -> dict[str, Any]:
    """Return the vars for dbt without those that only the evaluation reads."""
    own = {*_own_names(), AS_OF} - {"score_digits"}
    said = differing(context.catalog, resolved)
    return {name: value for name, value in said.items() if name not in own}


def _own_names() -> list[str]:
    return [field.name for field in fields(EvaluationParams)]
