"""Run one command as a whole process and measure it: wall clock, CPU, peak memory.

CPU is user + system of the process and every descendant it waited for (``RUSAGE_CHILDREN``). Peak
memory is the greatest sum of resident sizes over the process tree, sampled every 20 ms from
``/proc``; where there is no ``/proc``, the largest single process (``ru_maxrss``). Shared pages
count once per process, so the sum is an upper bound.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_SAMPLE_SECONDS = 0.02
_PROC = Path("/proc")
_PAGE = os.sysconf("SC_PAGE_SIZE")
_MAXRSS_UNIT = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True)
class Measured:
    """What one run took. Seconds and bytes; ``output`` is what it printed on stdout."""

    wall_seconds: float
    cpu_seconds: float
    peak_bytes: int
    output: str


class BenchmarkError(Exception):
    """A measured command failed; the message holds the end of what it said."""


def measure(command: Sequence[str], env: Mapping[str, str] | None = None) -> Measured:
    """Run ``command`` and measure it; raises BenchmarkError when it fails."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=env, text=True
    ) as process:
        peak, output = _watch(process)
    wall = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if process.returncode != 0:
        raise BenchmarkError(f"{' '.join(command)} → {process.returncode}\n{output[-4000:]}")
    cpu = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return Measured(wall, cpu, peak or after.ru_maxrss * _MAXRSS_UNIT, output)


def _watch(process: subprocess.Popen[str]) -> tuple[int, str]:
    """Sample the tree until the process ends; returns the peak in bytes and the output."""
    peak = 0
    while True:
        try:
            output, _ = process.communicate(timeout=_SAMPLE_SECONDS)
        except subprocess.TimeoutExpired:
            peak = max(peak, _tree_bytes(process.pid))
        else:
            return peak, output


def _tree_bytes(root: int) -> int:
    """Return the resident bytes of a process and all its descendants; 0 where it cannot be read."""
    total, waiting = 0, [root]
    while waiting:
        pid = waiting.pop()
        folder = _PROC / str(pid)
        try:
            total += int((folder / "statm").read_text().split()[1]) * _PAGE
            for thread in (folder / "task").iterdir():
                waiting += [int(child) for child in (thread / "children").read_text().split()]
        except (OSError, ValueError, IndexError):
            continue  # it ended between two looks
    return total
