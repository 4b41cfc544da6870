"""What `mm doctor` said, by check."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from typing import Any

from tests.integration.mm import Mm


@dataclass(frozen=True)
class Said:
    """One run of `mm doctor --format json`."""

    done: subprocess.CompletedProcess[str]
    rows: list[dict[str, Any]]

    def of(self, check: str) -> dict[str, Any]:
        """The one finding of a check."""
        (row,) = (row for row in self.rows if row["check"] == check)
        return row

    @property
    def not_well(self) -> dict[str, str]:
        """The state of each check that is not ok."""
        return {row["check"]: row["state"] for row in self.rows if row["state"] != "ok"}


def examined(mm: Mm, *arguments: str, **options: Any) -> Said:
    """Run `mm doctor` and read what it says, whatever its exit code."""
    done = mm.run(*arguments, "doctor", "--format", "json", **options)
    assert "Traceback" not in done.stderr
    return Said(done, json.loads(done.stdout))
