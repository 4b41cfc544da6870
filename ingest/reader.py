"""Reading one source to its end: its bytes, its hash, its form, its records, its stored form.

This is the work that can run in another process. It writes a temporary file at most; what counts
as imported is decided by the one process that publishes (`ingest.run`).
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.errors import FileRefusedError
from ingest.find import NOT_A_HISTORY
from ingest.history import write_table
from ingest.kinds import RejectReason
from ingest.report import FileReport, Status
from ingest.sniff import form_by_name, form_of, is_named_like_history, kind_of
from ingest.sources import Source, read_bytes

if TYPE_CHECKING:
    import pyarrow as pa

ALREADY = "the same content is imported already"
FORGOTTEN = "it was forgotten; `mm import` with its path brings it back"


@dataclass(frozen=True, slots=True)
class Task:
    """What a reader must know: the store, what needs no parsing, the last believable time.

    `latest` is in microseconds since 1970 UTC.
    """

    history: Path
    known: frozenset[str]
    forgotten: frozenset[str]
    latest: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """A source's report, and the file written for it, not yet published."""

    report: FileReport
    temporary: Path | None = None
    bytes_read: int = 0


def read_source(source: Source, task: Task) -> Outcome:
    """Read one source.

    Raises `InputChangedError` when it changes meanwhile, `OSError` when the store cannot be
    written. Everything else that can be wrong with it is in the report.
    """
    try:
        data = read_bytes(source)
    except FileRefusedError as refusal:
        return Outcome(_refused(source, refusal))
    sha256 = hashlib.sha256(data).hexdigest()
    if sha256 in task.known:
        return Outcome(already(source, sha256), None, len(data))
    if sha256 in task.forgotten:
        return Outcome(forgotten(source, sha256), None, len(data))
    try:
        return _imported(source, task, data, sha256)
    except FileRefusedError as refusal:
        return Outcome(_refused(source, refusal, sha256), None, len(data))


def already(source: Source, sha256: str, reason: str = ALREADY) -> FileReport:
    """Return the report of a source whose content is in the history."""
    return FileReport(source.shown, Status.ALREADY, reason, sha256=sha256)


def forgotten(source: Source, sha256: str) -> FileReport:
    """Return the report of a source that the listener had forgotten."""
    return FileReport(source.shown, Status.FORGOTTEN, FORGOTTEN, sha256=sha256)


def _imported(source: Source, task: Task, data: bytes, sha256: str) -> Outcome:
    from ingest import parse

    is_named = is_named_like_history(source.basename)
    try:
        text = parse.as_utf8(data)
    except FileRefusedError:
        if is_named or form_of(data) is not None:
            raise
        return _ignored(source, sha256, len(data))
    form = form_of(text)
    if form is None:
        if not is_named:
            return _ignored(source, sha256, len(data))
        form = form_by_name(source.basename)
    kind = kind_of(source.basename, form)
    table = parse.parse(text, form, sha256, task.latest)
    temporary = write_table(
        task.history, table, sha256=sha256, name=source.basename, kind=kind, form=form
    )
    report = FileReport(
        source.shown,
        Status.IMPORTED,
        sha256=sha256,
        kind=kind,
        records=table.num_rows,
        set_aside=_set_aside(table),
    )
    return Outcome(report, temporary, len(data))


def _ignored(source: Source, sha256: str, bytes_read: int) -> Outcome:
    report = FileReport(source.shown, Status.IGNORED, NOT_A_HISTORY, sha256=sha256)
    return Outcome(report, None, bytes_read)


def _refused(source: Source, refusal: FileRefusedError, sha256: str = "") -> FileReport:
    return FileReport(source.shown, Status.REFUSED, refusal.reason, refusal.place, sha256=sha256)


def _set_aside(table: pa.Table) -> dict[RejectReason, int]:
    column = table["reject_reason"]
    if column.null_count == len(column):
        return {}
    counts = Counter(column.drop_null().to_pylist())
    return {reason: counts[reason] for reason in RejectReason if counts[reason]}
