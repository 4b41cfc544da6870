"""`mm doctor`: whether all is well, and for each thing that is not, what mends it."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.context import Context
from cli.errors import MmError
from cli.exits import Exit
from cli.options import FormatOption
from cli.output import Format


class UnwellError(MmError):
    """There are problems; the code is that of the first."""

    def __init__(self, summary: str, code: Exit) -> None:
        self.code = code
        super().__init__(summary)


def doctor(
    ctx: typer.Context,
    is_thorough: Annotated[
        bool,
        typer.Option(
            "--thorough",
            help="Read all of a large warehouse and of many answers, not a sample of them.",
        ),
    ] = False,
    form: FormatOption = Format.TABLE,
) -> None:
    """Say whether all is well, and how to mend what is not.

    Looks at versions, settings, folders, who else can read your files, disk, who builds,
    left-overs, the warehouse and what it was made from, private values in it, every store, keys
    (never shown). Nothing is changed, nobody is asked, no network is used. Without a problem the
    exit code is 0, notes or not; else that of the first problem: 1 versions or private values,
    2 settings, 3 key missing, 4 or 5 secrets file, 6 warehouse, 7 disk or permission, 8 a damaged
    store.

    Example: mm doctor --format json
    """
    from cli import output
    from cli.doctoring.drawing import drawing, summary
    from cli.doctoring.examination import examine
    from cli.doctoring.finding import COLUMNS, exit_code
    from cli.doctoring.patient import Patient

    context = Context.of(ctx)
    findings = examine(Patient.of(context, is_thorough=is_thorough))
    if form is Format.TABLE:
        output.drawn(drawing(findings))
    else:
        output.answer(COLUMNS, [finding.row() for finding in findings], form)
    if code := exit_code(findings):
        raise UnwellError(f"{summary(findings)}; run what stands after each →", code)
    output.note(summary(findings))
