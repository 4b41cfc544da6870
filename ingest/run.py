"""The import: from a folder, an archive or a file to the history store.

Files are published one after the other in the order they were found, each whole. An import that is
stopped anywhere leaves what it published, and the next one goes on from there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from ingest import limits
from ingest.find import NOT_A_HISTORY, Found, find
from ingest.history import (
    count_files,
    ensure,
    files_ahead,
    forgotten_hashes,
    known_hashes,
    note_ahead,
    publish,
    revive,
)
from ingest.kinds import RejectReason
from ingest.reader import Outcome, Task, already, forgotten
from ingest.readers import read_all, reader_count
from ingest.report import FileReport, ImportEvent, ImportReport, Status
from ingest.seen import Seen
from ingest.sources import Source

FURTHEST_ZONE = timedelta(hours=14)
"""How far the clocks of the easternmost places are ahead of UTC."""
ARCHIVE_TOO_LARGE = (
    f"the zip holds more than {limits.MAX_ARCHIVE_BYTES // limits.MEBIBYTE:,} MB: not read further"
)
ARCHIVE_EXPANDS = (
    f"the zip unpacks to more than {limits.MAX_EXPANSION} times its size: not read further"
)

Progress = Callable[[ImportEvent], None]


def import_export(
    path: Path,
    history: Path,
    *,
    today: date,
    progress: Progress | None = None,
    revive_forgotten: bool = False,
) -> ImportReport:
    """Import what is new at `path` (a folder, a zip as downloaded, a file) into `history`.

    `today` is the listener's date: records that end after it are set aside as `in_future`.
    `revive_forgotten` also takes files that were forgotten. A path that does not exist is no
    error: the report says so. Raises `IngestError` when the import as a whole cannot go on and
    `OSError` when the path cannot be read or the store not be written.
    """
    ensure(history)
    run = _Run(history, today, progress, is_reviving=revive_forgotten)
    found = find(path)
    files = run.read(found)
    return ImportReport(path, found.is_path_missing, tuple(files), count_files(history))


def last_believable_time(today: date) -> int:
    """Return the end of `today`, wherever on earth, in microseconds since 1970 UTC."""
    midnight = datetime.combine(today, time(), UTC) + timedelta(days=1)
    return round((midnight + FURTHEST_ZONE).timestamp()) * 1_000_000


class _Run:
    """One import: hands the sources out and publishes what comes back."""

    def __init__(
        self, history: Path, today: date, progress: Progress | None, *, is_reviving: bool
    ) -> None:
        self._history = history
        self._progress = progress
        self._seen = Seen(history)
        latest = last_believable_time(today)
        self._task = Task(
            history=history,
            known=known_hashes(history) - files_ahead(history, latest),
            forgotten=frozenset() if is_reviving else forgotten_hashes(history),
            latest=latest,
        )
        self._shown_by_hash: dict[str, str] = {}
        self._bytes_from: Counter[Path] = Counter()
        self._reports: dict[Source, FileReport] = {}
        self._total = 0
        self._bytes_done = 0
        self._bytes_total = 0

    def read(self, found: Found) -> list[FileReport]:
        """Read all sources and return the reports of every item found, in order."""
        self._total = len(found.sources)
        to_read: list[Source] = []
        known: list[tuple[Source, FileReport]] = []
        for source in found.sources:
            report = self._without_reading(source)
            if report is None:
                to_read.append(source)
            else:
                known.append((source, report))
        self._bytes_total = sum(source.size for source in to_read)
        for source, report in known:
            self._finish(source, report)
        wanted = self._within_limits(to_read)
        with closing(read_all(wanted, self._task, reader_count(to_read))) as outcomes:
            for source, outcome in outcomes:
                if source.entry is not None:
                    self._bytes_from[source.path] += outcome.bytes_read
                self._bytes_done += source.size
                self._finish(source, self._published(source, outcome))
        self._seen.save()
        return [
            item if isinstance(item, FileReport) else self._reports[item] for item in found.items
        ]

    def _without_reading(self, source: Source) -> FileReport | None:
        if self._seen.is_other(source):
            return FileReport(source.shown, Status.IGNORED, NOT_A_HISTORY)
        sha256 = self._seen.sha256(source)
        if sha256 is None:
            return None
        if sha256 in self._task.known:
            return already(source, sha256)
        if sha256 in self._task.forgotten:
            return forgotten(source, sha256)
        return None

    def _within_limits(self, sources: Iterable[Source]) -> Iterator[Source]:
        """Yield the sources, but no more of an archive that gave more than any export holds."""
        for source in sources:
            read = self._bytes_from[source.path]
            packed = source.signature.size
            if read > limits.MAX_ARCHIVE_BYTES:
                self._finish(source, FileReport(source.shown, Status.REFUSED, ARCHIVE_TOO_LARGE))
            elif read > max(limits.SMALL_ARCHIVE_BYTES, limits.MAX_EXPANSION * packed):
                self._finish(source, FileReport(source.shown, Status.REFUSED, ARCHIVE_EXPANDS))
            else:
                yield source

    def _published(self, source: Source, outcome: Outcome) -> FileReport:
        report = outcome.report
        if outcome.temporary is None:
            return report
        first = self._shown_by_hash.get(report.sha256)
        if first is not None:
            outcome.temporary.unlink(missing_ok=True)
            return already(source, report.sha256, f"the same content as {first}")
        self._shown_by_hash[report.sha256] = source.shown
        # In this order a kill in between leaves nothing that the next import would undo.
        revive(self._history, report.sha256)
        publish(self._history, outcome.temporary, report.sha256)
        is_ahead = RejectReason.IN_FUTURE in report.set_aside
        note_ahead(self._history, report.sha256, self._task.latest if is_ahead else None)
        return report

    def _finish(self, source: Source, report: FileReport) -> None:
        if report.status is Status.IGNORED:
            self._seen.remember(source, None)
        elif report.status is not Status.REFUSED:
            self._seen.remember(source, report.sha256)
        self._reports[source] = report
        if self._progress is not None:
            self._progress(
                ImportEvent(
                    len(self._reports), self._total, self._bytes_done, self._bytes_total, report
                )
            )
