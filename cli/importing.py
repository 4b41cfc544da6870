"""Taking in an export, for `mm import` and at the start of every `mm build`."""

from __future__ import annotations

import shlex
from datetime import date
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from cli.errors import ConfigurationError, InputRefusedError
from cli.logs.events import event
from cli.progress import Count, Steps
from cli.time_left import Pace

if TYPE_CHECKING:
    from cli.context import Context
    from ingest.history import HistoryFile
    from ingest.report import FileReport, ImportEvent, ImportReport
    from stores.paths import Home

_REFUSALS_NAMED = 5


def import_export(
    path: Path, history: Path, steps: Steps, *, revive_forgotten: bool
) -> ImportReport:
    """Import what lies at `path` into the history store, telling how far it is.

    Raises `InputRefusedError` when the input changed while it was read or cannot be read at all.
    """
    from ingest import run
    from ingest.errors import IngestError

    pace = Pace(monotonic())

    def tell(read: ImportEvent) -> None:
        now = monotonic()
        pace.at(read.bytes_done, now)
        left = pace.left(read.bytes_total)
        words = f"{read.done} of {read.total} files"
        # Known files cost nothing: where there are no others, files are all there is to count.
        counted = (
            (read.bytes_done, read.bytes_total) if read.bytes_total else (read.done, read.total)
        )
        steps.at("reading", Count(*counted, words, left), read.file.name)
        event("file", is_told=True, **_facts_of(read.file))

    try:
        return run.import_export(
            path,
            history,
            today=date.today(),
            progress=tell,
            revive_forgotten=revive_forgotten,
        )
    except IngestError as error:
        raise InputRefusedError(str(error)) from None


def _facts_of(file: FileReport) -> dict[str, Any]:
    """Return what the log says of a file: counts and reasons, no record of it."""
    return {
        "name": file.name,
        "status": file.status.value,
        "records": file.records or None,
        "set_aside": sum(file.set_aside.values()) or None,
        "reason": file.reason or None,
        "place": file.place or None,
    }


def ensure_stores(home: Home) -> None:
    """Create what dbt reads beside the history, empty, and refuse what is damaged in it."""
    from stores import evaluations, feedback

    evaluations.ensure(home.evaluations)
    feedback.ensure(home.feedback)
    feedback.read(home.feedback)


def refuse_if_nothing_usable(report: ImportReport, context: Context, elsewhere: str) -> None:
    """Raise `InputRefusedError` when every file was refused, or when there is no history at all.

    `elsewhere` is the command that reads from another place, without its `mm`.
    """
    if report.is_all_refused:
        raise InputRefusedError(f"every file was refused: {_refusals(report)}")
    if not report.is_history_empty:
        return
    if report.forgotten:
        which = "every file that can be read" if report.refused else "every file found"
        again = context.command(f"import {shlex.quote(str(report.looked_in))}")
        refused = f"; refused: {_refusals(report)}" if report.refused else ""
        raise InputRefusedError(
            f"no history is left: {which} in {report.looked_in} was forgotten; "
            f"`{again}` brings it back{refused}"
        )
    raise InputRefusedError(
        f"{report.nothing_found_message}; put your export there, or say "
        f"`{context.command(elsewhere)}`"
    )


def _refusals(report: ImportReport) -> str:
    named = "; ".join(refusal(file) for file in report.refused[:_REFUSALS_NAMED])
    rest = len(report.refused) - _REFUSALS_NAMED
    return named + (f"; and {rest} more" if rest > 0 else "")


def refusal(file: FileReport) -> str:
    """Return why a file was refused, with the place in it."""
    place = f" ({file.place})" if file.place else ""
    return f"{file.name}: {file.reason}{place}"


def history_files(history: Path) -> list[HistoryFile]:
    """Return what was imported, as `mm import --list` shows it."""
    from ingest.errors import IngestError
    from ingest.history import list_files

    try:
        return list_files(history)
    except IngestError as error:
        raise InputRefusedError(str(error)) from None


def forget(history: Path, name: str) -> HistoryFile:
    """Take one imported file out of the history store; `name` is its name or SHA-256."""
    from ingest import history as store
    from ingest.errors import IngestError

    try:
        return store.forget(history, name)
    except IngestError as error:
        raise ConfigurationError(str(error)) from None
