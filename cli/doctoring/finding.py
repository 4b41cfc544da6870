"""What a check found: whether it is well, in words, and the command that mends it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from cli.exits import Exit

COLUMNS = ("check", "state", "found", "mend")


class State(StrEnum):
    """How well something is."""

    OK = "ok"
    NOTE = "note"
    """Nothing is broken, but there is something to know or to do."""
    PROBLEM = "problem"
    """Something is broken, or open to others."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the answer."""

    check: str
    state: State
    found: str
    mend: str | None = None
    """What to run; None where there is nothing to do, or no command could do it."""
    code: Exit = Exit.OK
    """Of a problem: how the command that it stands in the way of would end."""

    def row(self) -> tuple[str, str, str, str | None]:
        """Return the finding in the order of `COLUMNS`."""
        return (self.check, self.state.value, self.found, self.mend)


def ok(check: str, found: str) -> Finding:
    """Return that all is well."""
    return Finding(check, State.OK, found)


def note(check: str, found: str, mend: str | None = None) -> Finding:
    """Return something to know, and what to do if anything is."""
    return Finding(check, State.NOTE, found, mend)


def problem(check: str, found: str, mend: str | None, code: Exit) -> Finding:
    """Return something broken, what mends it, and how a command would end because of it."""
    return Finding(check, State.PROBLEM, found, mend, code)


def exit_code(findings: list[Finding]) -> Exit:
    """Return the code of the first problem, `OK` when there is none."""
    return next((each.code for each in findings if each.state is State.PROBLEM), Exit.OK)
