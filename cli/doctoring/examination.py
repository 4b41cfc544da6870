"""Every check in turn; what one of them cannot find out never hides the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module

from cli.doctoring.finding import Finding, problem
from cli.doctoring.patient import Complaint, Patient

Check = Callable[[Patient], Iterable[Finding]]

CHECKS = (
    "versions",
    "configuration",
    "folders",
    "exposure",
    "space",
    "building",
    "warehouse",
    "privacy",
    "history",
    "kept",
    "answers",
    "keys",
)
"""The modules of this package that have a function `check`, in the order of the answer."""


def examine(patient: Patient) -> list[Finding]:
    """Return what every check found. With `--debug` what a check did not foresee is raised."""
    findings: list[Finding] = []
    for name in CHECKS:
        findings += _examined(name, patient)
    return findings


def _examined(name: str, patient: Patient) -> list[Finding]:
    check: Check = import_module(f"cli.doctoring.{name}").check
    try:
        return list(check(patient))
    except Exception as error:
        if patient.context.is_debug:
            raise
        complaint = Complaint.of(error)
        found = f"cannot be looked at: {complaint.message}"
        mend = complaint.mend or f"{patient.context.program} --debug doctor"
        return [problem(name, found, mend, complaint.code)]
