"""Whether the next build has room on its disk."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from cli.doctoring.finding import Finding, ok, problem
from cli.doctoring.patient import Patient
from cli.doctoring.wording import size, typed
from cli.exits import Exit
from stores.publish import room_needed


def check(patient: Patient) -> Iterator[Finding]:
    """Look at the disk on which the warehouse lies."""
    place = patient.home.warehouse.parent
    while not place.is_dir():
        place = place.parent
    free, needed = shutil.disk_usage(place).free, room_needed(patient.home.warehouse)
    yield judge(free, needed, patient.home.root)


def judge(free: int, needed: int, home: Path) -> Finding:
    """Say whether so many bytes are enough; if not, how to see what takes the room."""
    if not needed:
        return ok("disk", f"{size(free)} free")
    if free < needed:
        found = f"{size(free)} free, but a build needs {size(needed)}, twice the warehouse"
        mend = f"{typed('du -xh -d 2', home)} | sort -h"
        return problem("disk", f"{found}: free {size(needed - free)}", mend, Exit.DISK)
    return ok("disk", f"{size(free)} free, {size(needed)} needed by a build")
