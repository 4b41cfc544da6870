"""Prove at size that a build says the same twice, and with any number of threads.

```
python -m benchmarks.same_list [--plays 1000000] [--threads 1 2 4] [--work FOLDER]
```

Generates a heavy listener's export, builds it in one home for each number of threads, the first
one twice, and compares every row of the tables that engines fill. Ends with 1 and the names of the
tables that differ.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import sys
import tempfile
from pathlib import Path

import duckdb

from benchmarks.measure import measure
from stores.paths import PROJECT_ROOT

TABLES = (
    "engine_candidates",
    "recommendations",
    "context_recommendations",
    "tier_previews",
    "rediscoveries",
    "taste_eras",
)
_SIMILAR = PROJECT_ROOT / "tests" / "sample_data" / "similar_artists.csv"


def checksums(warehouse: Path) -> dict[str, str]:
    """Return one checksum for the rows of each table, whatever their order in the file."""
    found = {}
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        for table in TABLES:
            rows = connection.execute(
                f"select to_json(t) from {table} as t order by all"
            ).fetchall()
            found[table] = hashlib.sha256("\n".join(row[0] for row in rows).encode()).hexdigest()
    return found


def build(home: Path, export: Path, threads: int) -> tuple[dict[str, str], float]:
    """Build the export in a home and return its checksums and the seconds it took."""
    env = {
        "PATH": os.defpath,
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "MM_HOME": str(home),
        "MM_THREADS": str(threads),
        "MM_PROVIDERS": "file",
        "MM_SIMILAR_ARTISTS_FILE": str(_SIMILAR),
    }
    home.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "cli", "build", "--data-folder", str(export)]
    took = measure(command, env=env)
    return checksums(home / "data" / "mmuffin.duckdb"), took.wall_seconds


def main() -> int:
    """Build, compare, print a line for each build."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--plays", type=int, default=1_000_000)
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2, 4])
    parser.add_argument("--work", type=Path, help="folder that keeps the export for the next run")
    said = parser.parse_args()
    work = Path(said.work or tempfile.mkdtemp(prefix="same-list-"))
    export = work / f"export-{said.plays}"
    if not export.exists():
        generate = ["-m", "benchmarks.generate_export", "--out", str(export)]
        measure([sys.executable, *generate, "--plays", str(said.plays)])
    first: dict[str, str] = {}
    differing: set[str] = set()
    for run, threads in enumerate([said.threads[0], *said.threads]):
        home = work / f"home-{threads}"
        if run != 1:  # the second build is of the same home: nothing but time has passed
            shutil.rmtree(home, ignore_errors=True)
        found, seconds = build(home, export, threads)
        first = first or found
        differs = sorted(table for table in TABLES if found[table] != first[table])
        differing.update(differs)
        print(f"{threads} threads: {seconds:5.1f} s, {', '.join(differs) or 'the same'}")
    if said.work is None:
        shutil.rmtree(work)
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
