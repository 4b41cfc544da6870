"""What an import did, file by file, in a form that a caller can decide on and show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from ingest.kinds import RejectReason, SourceKind

LOOKED_FOR = (
    "Spotify's streaming history (Streaming_History_Audio_*.json, endsong_*.json, "
    "StreamingHistory*.json, under any name, in any sub-folder, or zipped as downloaded)"
)


class Status(StrEnum):
    """What became of one file."""

    IMPORTED = "imported"
    """Its records are new in the history."""
    ALREADY = "already"
    """The same content is in the history, or was read under another name in this run."""
    REFUSED = "refused"
    """It should be a history, or an archive, but it is broken: nothing of it was taken."""
    IGNORED = "ignored"
    """It is something else."""
    FORGOTTEN = "forgotten"
    """The listener had it forgotten, and this import was not asked to bring it back."""


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file.

    `name` is relative to the folder looked in, `archive.zip: entry` inside an archive, and fit to
    be printed. `place` is "line 3, byte 120" or "". `records` and `set_aside` count what is in an
    imported file, set aside included; they are 0 and empty for the others.
    """

    name: str
    status: Status
    reason: str = ""
    place: str = ""
    sha256: str = ""
    kind: SourceKind | None = None
    records: int = 0
    set_aside: Mapping[RejectReason, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ImportEvent:
    """Progress: file number `done` of `total` candidates is finished, with this result.

    The bytes are those of the files that have to be read, as declared: known ones cost nothing.
    """

    done: int
    total: int
    bytes_done: int
    bytes_total: int
    file: FileReport


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did. `files` are in the order they were looked at."""

    looked_in: Path
    is_path_missing: bool
    files: tuple[FileReport, ...]
    history_file_count: int
    """How many files the history holds now, whatever this run added."""

    def of(self, *statuses: Status) -> list[FileReport]:
        """Return the files with one of these ends."""
        return [file for file in self.files if file.status in statuses]

    @property
    def imported(self) -> list[FileReport]:
        """The files that are new in the history."""
        return self.of(Status.IMPORTED)

    @property
    def refused(self) -> list[FileReport]:
        """The files that are broken."""
        return self.of(Status.REFUSED)

    @property
    def forgotten(self) -> list[FileReport]:
        """The files that stay away because the listener had them forgotten."""
        return self.of(Status.FORGOTTEN)

    @property
    def is_anything_imported(self) -> bool:
        """Whether the history has grown."""
        return bool(self.imported)

    @property
    def is_nothing_found(self) -> bool:
        """Whether there was no history file at all, broken, known or forgotten."""
        return all(file.status is Status.IGNORED for file in self.files)

    @property
    def is_all_refused(self) -> bool:
        """Whether there were history files and every one of them is broken."""
        found = [file for file in self.files if file.status is not Status.IGNORED]
        return bool(found) and all(file.status is Status.REFUSED for file in found)

    @property
    def is_history_empty(self) -> bool:
        """Whether there is no imported file, from this run or an earlier one."""
        return self.history_file_count == 0

    @property
    def record_count(self) -> int:
        """How many records were imported, those set aside included."""
        return sum(file.records for file in self.files)

    @property
    def set_aside(self) -> dict[RejectReason, int]:
        """How many records were set aside in this run, by reason."""
        return total_set_aside(file.set_aside for file in self.files)

    @property
    def nothing_found_message(self) -> str:
        """One line: what was looked for, and where."""
        where = f"{self.looked_in} does not exist" if self.is_path_missing else self._looked_at
        return f"no listening history found: looked for {LOOKED_FOR}; {where}"

    @property
    def _looked_at(self) -> str:
        count = len(self.files)
        if count == 1 and self.files[0].name == self.looked_in.name:
            return f"{self.looked_in} is something else"
        return f"{self.looked_in} holds {count} other file{'' if count == 1 else 's'}"


def total_set_aside(counts: Iterable[Mapping[RejectReason, int]]) -> dict[RejectReason, int]:
    """Add up counts by reason, in the order of `RejectReason`."""
    total: Counter[RejectReason] = Counter()
    for count in counts:
        total.update(count)
    return {reason: total[reason] for reason in RejectReason if total[reason]}
