"""A reader of the warehouse in a process of its own, at it all the while others write.

Run as a script it looks again and again until a file `stop` appears beside its report, and reports
how often it looked, what it saw, and every error.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from stores.atomic import atomic_write
from stores.paths import PROJECT_ROOT
from stores.warehouse import read_rows

_REPORT = "report.json"
_STOP = "stop"
_PAUSE_S = 0.1


@dataclass
class Seen:
    """What a viewer saw."""

    reads: int = 0
    errors: dict[str, int] = field(default_factory=dict)
    rows: list[dict[str, int]] = field(default_factory=list)
    """Each different answer once, in the order in which they came."""

    @classmethod
    def of(cls, folder: Path) -> Seen:
        """Read the report of a viewer that was told to stop."""
        return cls(**json.loads((folder / _REPORT).read_text("utf-8")))


@contextmanager
def watching(warehouse: Path, folder: Path, look: str) -> Iterator[Seen]:
    """Let a viewer read `warehouse` within; afterwards the yielded `Seen` holds what it saw.

    The first read is done before the body starts.
    """
    folder.mkdir()
    seen = Seen()
    viewer = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.viewer", str(warehouse), str(folder), look],
        cwd=PROJECT_ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert viewer.stdout is not None
        assert viewer.stdout.readline() == "watching\n"
        yield seen
    finally:
        (folder / _STOP).touch()
        viewer.wait(60)
    seen.__dict__.update(vars(Seen.of(folder)))


def watch(warehouse: Path, folder: Path, look: str) -> None:
    """Look until told to stop, and write the report."""
    seen, errors = Seen(), Counter[str]()
    while seen.reads < 2 or not (folder / _STOP).exists():
        try:
            (row,) = read_rows(warehouse, look)
            if not seen.rows or row != seen.rows[-1]:
                seen.rows.append(row)
        except Exception as error:  # whatever it is, it is what the test wants to know
            errors[f"{type(error).__name__}: {error}"] += 1
        time.sleep(_PAUSE_S)  # others need the processor too
        seen.reads += 1
        if seen.reads == 1:
            print("watching", flush=True)
    seen.errors = dict(errors)
    atomic_write(folder / _REPORT, json.dumps(vars(seen)).encode())


if __name__ == "__main__":
    watch(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
