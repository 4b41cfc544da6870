"""An evaluation, step by step: lock, replay each cut-off, measure, store.

The published warehouse is only read, and readers go on reading it; no build and no second
evaluation can start meanwhile.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

from cli.blending import Blender
from cli.context import Context
from cli.cutoffs import AS_OF, Replays, child_settings_of, evaluation_params, plan
from cli.errors import ConfigurationError
from cli.evaluation_rows import DEPTHS, rows_of
from cli.importing import ensure_stores
from cli.past import other_names, read_past, taken_up
from cli.pipeline import locks
from cli.progress import Steps
from cli.secrets.resolve import Access, secrets_for_build
from cli.tuning import Tuned, check_enough, tune
from cli.variables import check_engines, from_command_line
from ingest.history import is_changed_since
from python_engines.evaluation import EvaluationParams, Figures, Past, scored
from stores import evaluations
from stores.paths import PROJECT_ROOT
from stores.warehouse import WarehouseMissingError


@dataclass(frozen=True, slots=True)
class EvaluationRequest:
    """What the command line said; None is "not said"."""

    variables: str | None = None
    is_tuning: bool = False
    is_online: bool = False
    access: Access = field(default_factory=Access)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What an evaluation found."""

    params: EvaluationParams
    figures: list[Figures]
    """One for each scorer and cut-off, oldest cut-off first."""
    left_out: list[str]
    """In words, the cut-offs that there was too little history for."""
    tuned: Tuned | None
    measured_at: datetime
    """When it was measured, UTC, to the second."""


def run_evaluation(context: Context, request: EvaluationRequest) -> Evaluation:
    """Evaluate every scorer at every cut-off and store the figures.

    Raises the errors of `cli.errors`, `LockHeldError` while a build or another evaluation runs,
    `WarehouseError` when there is no warehouse, and `OSError` when the disk refuses. Replays that
    were finished are kept whatever happens.
    """
    home = context.settings.home
    if not home.warehouse.is_file():
        raise WarehouseMissingError(f"there is no warehouse yet: run `{context.command('build')}`")
    said = from_command_line(context.catalog, request.variables, None, None)
    if AS_OF in said:
        raise ConfigurationError("--vars: as_of is set by the evaluation itself, once a cut-off")
    resolved = context.variables(said)
    check_engines(resolved, PROJECT_ROOT)
    params = evaluation_params(resolved)
    is_online = request.is_online and not context.settings["offline"]
    secrets = secrets_for_build(context, request.access, is_offline=not is_online)
    child_settings = child_settings_of(context, secrets, is_online=is_online)
    with locks(home) as descriptors, Steps() as steps:
        ensure_stores(home)
        cutoffs, left_out = plan(home.warehouse, params)
        if not cutoffs:
            raise ConfigurationError(
                f"there is too little history: {left_out[0]}; `--vars evaluation_horizon_days:N` "
                "goes back less, `--vars evaluation_min_history_days:N` needs less before it"
            )
        if request.is_tuning:
            check_enough(context, len(cutoffs))
        if is_changed_since(home.history, home.warehouse.stat().st_mtime_ns):
            steps.say(
                "note: plays were imported or forgotten since the last build: "
                f"`{context.command('build')}` first takes them in"
            )
        replays = Replays(context, resolved, child_settings, descriptors)
        names = other_names(home.warehouse)
        pasts: list[Past] = []
        for number, cutoff in enumerate(cutoffs, start=1):
            replays.make(cutoff, steps, f"{number} of {len(cutoffs)}")
            truths = taken_up(home.warehouse, cutoff, params.adoption_min_plays)
            pasts.append(read_past(replays.path_of(cutoff), cutoff, truths, names))
        replays.forget_others(cutoffs)
        steps.at("measuring")
        figures = [each for past in pasts for each in scored(past, params, DEPTHS)]
        measured_at = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
        evaluations.replace(home.evaluations, rows_of(figures, params, measured_at))
        tuned = None
        if request.is_tuning:
            blenders = [Blender.of_replay(replays.path_of(cutoff)) for cutoff in cutoffs]
            both = list(zip(pasts, blenders, strict=True))
            tuned = tune(context, resolved, both, params, steps)
    return Evaluation(params, figures, left_out, tuned, measured_at)
