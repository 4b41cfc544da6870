"""Starting processes under the fault shim, and learning whether their fault came."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from stores.paths import PROJECT_ROOT

SHIM = Path(__file__).parent / "shim"
FIRED = "fired"


@dataclass(frozen=True)
class Fault:
    """One fault for one process: see `shim/sitecustomize.py` for how it is written."""

    said: str
    log: Path

    def environment(self) -> dict[str, str]:
        """What the process must have in its environment, beside the shim on its path."""
        return {"FAULT": self.said, "FAULT_LOG": str(self.log)}

    def calls(self) -> list[str]:
        """Every call that was counted, as `name path`, and `fired` where the fault came."""
        return self.log.read_text("utf-8").splitlines() if self.log.exists() else []

    @property
    def has_fired(self) -> bool:
        """Whether the process met its fault: if not, a test has proved nothing."""
        return FIRED in self.calls()


def python(
    script: str, *arguments: str | Path, fault: Fault | None = None
) -> subprocess.Popen[str]:
    """Start a script of a few lines on the project's own code, under a fault."""
    path = os.pathsep.join(map(str, (SHIM, PROJECT_ROOT)))
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)],
        cwd=PROJECT_ROOT,
        env={
            "PATH": os.defpath,
            "PYTHONPATH": path,
            "LANG": "C.UTF-8",
            **(fault.environment() if fault else {}),
        },
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def wrong_clock(folder: Path, seconds: float) -> Path:
    """Make a shim whose clock is wrong by so many seconds; its folder goes first on the path.

    The network guard is found from the shim's place, so it comes along.
    """
    shim = folder / "faults" / "shim"
    shutil.copytree(SHIM, shim, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(PROJECT_ROOT / "tests" / "guard", folder / "guard", dirs_exist_ok=True)
    (shim / "clock").write_text(str(seconds))
    return shim
