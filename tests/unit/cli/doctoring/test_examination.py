"""All checks together, the width of a terminal, and the words around them."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from cli.context import Context
from cli.doctoring import examination, kept
from cli.doctoring.drawing import drawing, summary
from cli.doctoring.finding import Finding, State, note, ok, problem
from cli.doctoring.patient import Patient
from cli.exits import Exit

PROBLEM = problem("disk", "full \x1b[2J" + "of words " * 20, "rm -r 'a b'", Exit.DISK)


def patient(home: Path, *, is_debug: bool = False) -> Patient:
    return Patient.of(Context({"MM_HOME": str(home)}, is_debug=is_debug))


def _failing(_patient: Patient) -> Iterator[Finding]:
    yield ok("a", "b")
    raise ValueError("a secret")


def test_a_check_that_fails_hides_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(kept, "check", _failing)
    findings = examination.examine(patient(tmp_path))
    amiss = next(finding for finding in findings if finding.check == "kept")
    assert amiss.found.startswith("cannot be looked at: ")
    assert "a secret" not in amiss.found
    assert (amiss.mend, amiss.code) == ("mm --debug doctor", Exit.FAILED)
    assert {finding.check for finding in findings} >= {"mm", "answers", "LASTFM_API_KEY"}


def test_with_debug_what_was_not_foreseen_is_raised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(kept, "check", _failing)
    with pytest.raises(ValueError, match="a secret"):
        examination.examine(patient(tmp_path, is_debug=True))


def test_nothing_is_made_by_looking(tmp_path: Path):
    examination.examine(patient(tmp_path / "home"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("width", [40, 80, 120])
def test_the_table_takes_any_width_and_obeys_no_control_character(width: int):
    console = Console(file=StringIO(), width=width)
    mended = note("answers", "old", "rm -r " + "a_long_path/" * 12)
    console.print(drawing([ok("mm", "0.1.0"), mended, PROBLEM]), crop=False)
    drawn = console.file.getvalue()  # type: ignore[attr-defined]
    lines = drawn.splitlines()
    assert max(len(line) for line in lines if "→" not in line) <= width
    assert f"   → {mended.mend}" in lines
    assert [line[0] for line in lines if line[0] != " "] == ["✓", "•", "✗"]
    assert sum("→ " in line for line in lines) == 2
    assert "\x1b" not in drawn


def test_the_last_line_counts_what_is_not_well():
    well, some = ok("a", "b"), note("a", "b")
    assert summary([well]) == "all is well"
    assert summary([well, some]) == "nothing is broken; 1 note"
    assert summary([PROBLEM, some, some]) == "1 problem and 2 notes"
    assert summary([PROBLEM, PROBLEM]) == "2 problems"


def test_a_row_says_its_state_in_a_word():
    assert PROBLEM.row()[1:4:2] == (State.PROBLEM.value, "rm -r 'a b'")
