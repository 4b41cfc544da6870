"""`mm build`, step by step: lock, import, check, one dbt run into a new file, publish.

All or nothing: whatever goes wrong on the way, the last good warehouse stays as it was.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cli import dbt_run, failures, last_build, output
from cli.build_events import BuildListener
from cli.clients import check_files, client_environment, read_clients, read_files
from cli.context import Context
from cli.errors import BuildFailedError, DiskError, InputRefusedError
from cli.importing import (
    ensure_stores,
    history_files,
    import_export,
    refusal,
    refuse_if_nothing_usable,
)
from cli.inputs import Inputs, answers_mark
from cli.last_build import LastBuild, Reach
from cli.library import check_tier, library_size, size_that_holds
from cli.logs.events import event
from cli.progress import Steps
from cli.reach import CHANGES
from cli.report import read_report
from cli.secrets.resolve import Access, secrets_for_build
from cli.shrinking import refuse_shrunken
from cli.space import check_space, disk_full, room_told
from cli.time_left import RunTimes
from cli.variables import check_engines, differing, from_command_line
from stores import leftovers
from stores.lock import hold
from stores.paths import PROJECT_ROOT, Home
from stores.publish import NotDurableError, PublishError, discard, publish
from stores.warehouse import WarehouseError, read_rows

if TYPE_CHECKING:
    from python_engines.clients.settings import ClientSettings

LOCK_FILE = "build.lock"
TIER_TEST = "tier_start_is_within_the_library"
TABLES = ("run_report", "recommendations", "artist_preferences", "import_ledger", "fct_plays")
"""Without these a new warehouse is not published."""


@dataclass(frozen=True, slots=True)
class BuildRequest:
    """What the command line said; None is "not said"."""

    variables: str | None = None
    tier_start: int | None = None
    tier_end: int | None = None
    data_folder: Path | None = None
    is_offline: bool = False
    is_full_refresh: bool = False
    """Whether everything is made anew, whatever changed."""
    is_shrink_accepted: bool = False
    """Whether far fewer plays than the last warehouse has are fine."""
    access: Access = field(default_factory=Access)
    """How the key may be come by."""


def run_build(context: Context, request: BuildRequest) -> Home:
    """Build the warehouse anew and return the home it lies in.

    Raises the errors of `cli.errors`, `LockHeldError` when another build runs, and `OSError` when
    the disk refuses; the old warehouse is then unchanged.
    """
    said = from_command_line(
        context.catalog, request.variables, request.tier_start, request.tier_end
    )
    resolved = context.variables(said)
    check_tier(resolved)
    check_engines(resolved, PROJECT_ROOT)
    variables = differing(context.catalog, resolved)
    is_offline = request.is_offline or context.settings["offline"]
    offline = {"MM_OFFLINE": "1"} if is_offline else {}
    secrets = secrets_for_build(context, request.access, is_offline=is_offline)
    child_settings = client_environment(context, offline | secrets)
    clients = read_clients(child_settings)
    check_files(clients)
    home = context.settings.home
    with room_told(home), locks(home) as descriptors, Steps() as steps:
        leftovers.clear(home)
        is_unchanged = not _import(context, request, steps)
        known = None if request.is_full_refresh else last_build.read(home)

        def look() -> tuple[Inputs, Reach]:
            now = Inputs.of(home, variables, clients)
            return now, known.reach(now, may_ask=not clients.is_offline) if known else Reach.ALL

        inputs, reach = look()
        if reach is not Reach.NOTHING:
            ensure_stores(home)
            inputs, reach = look()  # what was created or mended is an input too
        if reach is Reach.NOTHING:
            steps.say("up to date: nothing has changed since the last build")
            return home
        if known is None or known.inputs.asked != inputs.asked:
            read_files(clients)
        if is_unchanged and (size := size_that_holds(home, variables)) is not None:
            check_tier(resolved, size)
        _prepare(home)
        kind = "copy" if reach is Reach.SOME else "build"
        listener = BuildListener(steps, times=RunTimes(home.cache, kind))
        try:
            run = dbt_run.run_build(
                {
                    **dbt_run.environment(
                        context.env, child_settings, home, home.staging_warehouse
                    ),
                    **_taken_over(home, inputs, known if reach is Reach.SOME else None),
                },
                variables,
                listen=listener,
                lock_descriptors=descriptors,
                arguments=dbt_run.COPY_ARGUMENTS
                if reach is Reach.SOME
                else dbt_run.BUILD_ARGUMENTS,
            )
            _judge(run, context, resolved)
            listener.remember()
            if not (request.is_shrink_accepted or context.is_demo):
                refuse_shrunken(context, home)
            steps.at("checking the new warehouse and putting it in place")
            _publish(home, descriptors)
            _remember(home, inputs, clients)
        except BaseException as error:
            if not isinstance(error, KeyboardInterrupt):
                # What goes wrong with a copy of the warehouse must not go wrong again.
                last_build.forget(home)
            _leave(home, context)
            raise
    return home


def _taken_over(home: Home, inputs: Inputs, known: LastBuild | None) -> dict[str, str]:
    """Take over what a change since the last build, if it is known, does not reach.

    Returns what dbt and the models are told of it.
    """
    marks = {
        "MM_GENERATION": inputs.generation,
        "MM_SOURCE_MARKS": json.dumps(inputs.of_sources),
    }
    if known is None:
        return marks
    shutil.copyfile(home.warehouse, home.staging_warehouse)
    return {**marks, "MM_KEEPS_TABLES": "1", CHANGES: json.dumps(known.changes(inputs))}


def _remember(home: Home, inputs: Inputs, clients: ClientSettings) -> None:
    """Note what the published warehouse was made from, the answers of this build among it."""
    is_partial = read_report(home.warehouse)["is_partial"]
    now = replace(inputs, answers=answers_mark(clients))
    last_build.write(home, now, is_settled=clients.enable_caching and not is_partial)


@contextmanager
def locks(home: Home) -> Iterator[list[int]]:
    """Hold the lock of the home and, where it lies elsewhere, that of the warehouse's folder."""
    with ExitStack() as stack:
        folders = dict.fromkeys((home.data, home.warehouse.parent))
        yield [stack.enter_context(hold(folder / LOCK_FILE)) for folder in folders]


def _import(context: Context, request: BuildRequest, steps: Steps) -> bool:
    """Import what is new and return whether there was anything."""
    home = context.settings.home
    path = request.data_folder or Path(context.settings["data_folder"])
    if request.data_folder is not None and not path.exists():
        raise InputRefusedError(f"--data-folder: there is nothing at {path}")
    report = import_export(path, home.history, steps, revive_forgotten=False)
    refuse_if_nothing_usable(report, context, "build --data-folder <FOLDER OR ZIP>")
    for file in report.refused:
        steps.say(f"note: refused, {refusal(file)}")
    if report.is_nothing_found:
        # An empty usual place is how most builds begin; a place that was named, or that holds
        # something else, deserves to hear what was looked for.
        is_usual = request.data_folder is None and not report.files
        why = f"nothing new in {_shown(path)}" if is_usual else report.nothing_found_message
        count = report.history_file_count
        stored = "the 1 file" if count == 1 else f"the {count:,} files"
        steps.say(f"note: {why}; building from {stored} imported before")
    if report.is_anything_imported:
        files = "1 file" if len(report.imported) == 1 else f"{len(report.imported)} files"
        steps.say(f"imported {files} with {report.record_count:,} records")
    return report.is_anything_imported


def _shown(path: Path) -> Path:
    """Return a path as short as it can be written from here."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def _prepare(home: Home) -> None:
    for folder in (home.data, home.cache, home.logs, home.target, home.warehouse.parent):
        folder.mkdir(parents=True, exist_ok=True)
        # Told now, and by our own words: dbt would be a minute at it first.
        if not os.access(folder, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(folder))
    check_space(home)


def _judge(run: dbt_run.Run, context: Context, resolved: Mapping[str, Any]) -> None:
    """Raise the error that the run deserves; return when all is well."""
    home = context.settings.home
    staging = home.staging_warehouse
    _refuse_an_empty_library(staging)
    if any(result.name == TIER_TEST for result in run.failed):
        check_tier(resolved, library_size(staging))
    if run.exit_code == 0 and not run.failed:
        return
    if failures.is_disk_full(run):
        raise disk_full(home)
    # What dbt could not read has a better name in the store that wrote it.
    history_files(home.history)
    way_out = ""
    if failures.is_out_of_memory(run):
        more = context.command("config set memory_limit SIZE")
        way_out = f" DuckDB may use {context.settings['memory_limit']}: say more with `{more}`."
    raise BuildFailedError(
        f"{'; '.join(failures.describe(run))}. The warehouse is as it was.{way_out} Details: "
        f"{home.logs / 'dbt.log'}"
    )


def _refuse_an_empty_library(staging: Path) -> None:
    with suppress(WarehouseError):
        # The first is nil in a build that dbt gave up for it, before there were any ranks.
        if read_rows(staging, "from fct_plays limit 1") and library_size(staging):
            return
        reasons = read_rows(
            staging,
            "select reason, sum(rows) as rows from import_ledger where outcome = 'rejected'"
            " group by reason order by sum(rows) desc, reason",
        )
        counted = ", ".join(f"{row['reason']} {row['rows']}" for row in reasons)
        why = f"; set aside: {counted}" if counted else ""
        raise InputRefusedError(f"the imported files hold no plays of music{why}")


def _publish(home: Home, lock_descriptors: Sequence[int]) -> None:
    try:
        publish(home.staging_warehouse, home.warehouse, TABLES, lock_descriptors=lock_descriptors)
    except PublishError as error:
        raise BuildFailedError(f"{error}; the warehouse is as it was") from None
    except NotDurableError as error:
        raise DiskError(str(error)) from None
    event("published", name=home.warehouse.name, bytes=home.warehouse.stat().st_size)


def _leave(home: Home, context: Context) -> None:
    if context.is_debug and home.staging_warehouse.exists():
        output.note(f"the half-built warehouse is kept for a look: {home.staging_warehouse}")
        return
    with suppress(OSError):
        discard(home.staging_warehouse)
