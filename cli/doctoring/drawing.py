"""The answer as a person reads it: a mark and a line for each check, and under it what mends it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cli.doctoring.finding import Finding, State
from cli.doctoring.wording import counted
from cli.output import clean

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

_MARKS = {State.OK: "✓", State.NOTE: "•", State.PROBLEM: "✗"}
_COLOURS = {State.OK: "green", State.NOTE: "yellow", State.PROBLEM: "bold red"}
_MEND = "→ "


def table_of(findings: Sequence[Finding]) -> Table:
    """Return the findings as a table that takes any width: long words wrap in their own column."""
    from rich.table import Table
    from rich.text import Text

    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for finding in findings:
        mark = Text(_MARKS[finding.state], _COLOURS[finding.state])
        table.add_row(mark, Text(clean(finding.check)), _words(finding))
    return table


def _words(finding: Finding) -> Text:
    from rich.text import Text

    words = Text(clean(finding.found))
    if finding.mend is not None:
        words.append("\n" + _MEND).append(clean(finding.mend), "bold")
    return words


def summary(findings: Sequence[Finding]) -> str:
    """Return all findings in a few words."""
    states = [finding.state for finding in findings]
    problems, notes = (states.count(state) for state in (State.PROBLEM, State.NOTE))
    said_notes = counted(notes, "note")
    if problems:
        return counted(problems, "problem") + (f" and {said_notes}" if notes else "")
    return f"nothing is broken; {said_notes}" if notes else "all is well"
