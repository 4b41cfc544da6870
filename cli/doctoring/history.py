"""Whether the imported plays can be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from cli.doctoring.finding import Finding, ok, problem
from cli.doctoring.patient import Patient
from cli.doctoring.wording import counted, joined, shown, size, typed
from cli.exits import Exit


def check(patient: Patient) -> Iterator[Finding]:
    """Read every file of the history store."""
    from ingest.history import damaged_files, list_files

    history = patient.home.history
    damaged = damaged_files(history)
    if damaged:
        yield judge_damaged(damaged, patient.context.command("import"))
        return
    files = list_files(history)
    yield judge(
        len(files), sum(file.record_count for file in files), sum(file.size for file in files)
    )


def judge(file_count: int, record_count: int, bytes_held: int) -> Finding:
    """Say how much was imported."""
    if not file_count:
        return ok("history", "nothing is imported yet")
    records = counted(record_count, "record")
    files = counted(file_count, "file")
    return ok("history", f"{records} imported from {files}, {size(bytes_held)}")


def judge_damaged(damaged: Sequence[Path], import_command: str) -> Finding:
    """Say which files cannot be read; the export, imported again, brings them back."""
    found = f"{joined(shown(path) for path in damaged)}: damaged; the export brings it back"
    mend = f"{typed('rm', *damaged)} && {import_command}"
    return problem("history", found, mend, Exit.INPUT_REFUSED)
