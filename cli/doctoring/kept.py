"""Whether what the listener said, what was shown and what was measured can be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from cli.doctoring.finding import Finding, ok, problem
from cli.doctoring.patient import Patient
from cli.doctoring.wording import EDIT, counted, shown, typed
from cli.exits import Exit
from stores import evaluations, feedback
from stores.csv_log import LogDamagedError
from stores.shown import shown_after


def check(patient: Patient) -> Iterator[Finding]:
    """Read the small stores that outlive every build."""
    home = patient.home
    yield _log("feedback", home.feedback, _verdicts)
    yield _log("shown", home.shown, _artists)
    yield _evaluations(
        home.evaluations / evaluations.FILE_NAME, patient.context.command("evaluate")
    )


def _verdicts(path: Path) -> str:
    return counted(len(feedback.latest(feedback.read(path))), "artist") + " judged by you"


def _artists(path: Path) -> str:
    return counted(len(shown_after(path, datetime.min)), "artist") + " shown to you"


def _log(name: str, path: Path, described: Callable[[Path], str]) -> Finding:
    try:
        return ok(name, described(path))
    except LogDamagedError as error:
        return problem(name, str(error), typed(EDIT, path), Exit.INPUT_REFUSED)


def _evaluations(path: Path, evaluate: str) -> Finding:
    import pyarrow as pa
    import pyarrow.parquet as pq

    if not path.exists():
        return ok("evaluations", "none yet")
    try:
        count = pq.read_metadata(path).num_rows
    except (pa.ArrowException, OSError) as error:
        if isinstance(error, PermissionError):
            raise
        found = f"{shown(path)} is damaged; it can be measured again"
        mend = f"{typed('rm', path)} && {evaluate}"
        return problem("evaluations", found, mend, Exit.INPUT_REFUSED)
    return ok("evaluations", f"{counted(count, 'row')} of figures" if count else "none yet")
