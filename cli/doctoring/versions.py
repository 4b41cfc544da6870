"""Whether Python and the packages are of the versions that this project was made for."""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from cli.doctoring.finding import Finding, ok, problem
from cli.doctoring.patient import Patient
from cli.doctoring.wording import joined
from cli.exits import Exit

PROJECT = "mmuffin"
_NAMED = ("dbt-core", "dbt-duckdb", "duckdb")
"""What a bug report should name."""
_INSTALL = "make demo"


@dataclass(frozen=True, slots=True)
class Need:
    """A package that the project asks for."""

    name: str
    wanted: str
    """A version specifier, such as ">=2.0,<3"."""
    found: str | None
    """The installed version, if it is installed."""

    @property
    def is_met(self) -> bool:
        """Whether a version that fits is there."""
        return self.found is not None and is_within(self.found, self.wanted)


def check(_patient: Patient) -> Iterator[Finding]:
    """Look at the program itself."""
    said = metadata.metadata(PROJECT)
    python = platform.python_version()
    yield judge_python(said["Version"], python, said["Requires-Python"] or "")
    is_dbt_there = Path(sys.executable).with_name("dbt").is_file()
    yield judge_packages(needs(), is_dbt_there=is_dbt_there)


def needs() -> list[Need]:
    """Return every package the project needs to run, with the version that is installed."""
    from packaging.requirements import Requirement

    wanted = [Requirement(line) for line in metadata.requires(PROJECT) or ()]
    return [
        Need(each.name, str(each.specifier), _installed(each.name))
        for each in wanted
        if each.marker is None or each.marker.evaluate({"extra": ""})
    ]


def judge_python(version: str, python: str, wanted: str) -> Finding:
    """Say whether this Python is one of those that this version of the project is made for."""
    if is_within(python, wanted):
        return ok("mm", f"{version} on Python {python}")
    mend = "rm -r .venv && make demo PYTHON=python3.12"
    return problem("mm", f"{version} needs Python {wanted}, not {python}", mend, Exit.FAILED)


def judge_packages(found: Sequence[Need], *, is_dbt_there: bool) -> Finding:
    """Say whether all packages are there in versions that fit."""
    amiss = [
        f"{need.name} {need.found or 'is missing'} (needs {need.wanted or 'any'})"
        for need in found
        if not need.is_met
    ]
    if not is_dbt_there:
        amiss.append("the program dbt is not beside this Python")
    if amiss:
        return problem("packages", joined(amiss), _INSTALL, Exit.FAILED)
    named = ", ".join(f"{need.name} {need.found}" for need in found if need.name in _NAMED)
    return ok("packages", named)


def is_within(version: str, wanted: str) -> bool:
    """Tell whether a version is within a specifier; a version before its release counts too."""
    from packaging.specifiers import SpecifierSet

    return SpecifierSet(wanted).contains(version, prereleases=True)


def _installed(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None
