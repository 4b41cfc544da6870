"""The answer as a person reads it: a mark and a line for each check, and under it what mends it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cli.doctoring.finding import Finding, State
from cli.doctoring.wording import counted
from cli.output import clean

if TYPE_CHECKING:
    from rich.console import Group
    from rich.table import Table

_MARKS = {State.OK: "✓", State.NOTE: "•", State.PROBLEM: "✗"}
_COLOURS = {State.OK: "green", State.NOTE: "yellow", State.PROBLEM: "bold red"}
_MEND = "   → "


def drawing(findings: Sequence[Finding]) -> Group:
    """Return the findings for any width: words wrap in their column.

    A command stays one line however long, for the terminal to wrap: else it could not be copied.
    """
    from rich.console import Group
    from rich.text import Text

    width = max((len(finding.check) for finding in findings), default=0)
    parts: list[Table | Text] = []
    for finding in findings:
        parts.append(_line(finding, width))
        if finding.mend is not None:
            line = Text(_MEND, no_wrap=True, overflow="ignore")
            parts.append(line.append(clean(finding.mend), "bold"))
    return Group(*parts)


def _line(finding: Finding, width: int) -> Table:
    from rich.table import Table
    from rich.text import Text

    line = Table.grid(padding=(0, 2, 0, 0))
    line.add_column(width=1)
    line.add_column(width=width, no_wrap=True)
    line.add_column(overflow="fold")
    mark = Text(_MARKS[finding.state], _COLOURS[finding.state])
    line.add_row(mark, Text(clean(finding.check)), Text(clean(finding.found)))
    return line


def summary(findings: Sequence[Finding]) -> str:
    """Return all findings in a few words."""
    states = [finding.state for finding in findings]
    problems, notes = (states.count(state) for state in (State.PROBLEM, State.NOTE))
    said_notes = counted(notes, "note")
    if problems:
        return counted(problems, "problem") + (f" and {said_notes}" if notes else "")
    return f"nothing is broken; {said_notes}" if notes else "all is well"
