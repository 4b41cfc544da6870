"""Bare DuckDB beside a build: run the SQL of its models, one after the other, into one file.

``python benchmarks/bare_build.py PLAN DATABASE``; the plan is what `bare_sql` writes. There is no
dbt, no data test and no check before the file is put in place. The SQL names the listener's files
by their place in `MM_HOME`.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import duckdb


def run(plan: Path, database: Path) -> int:
    """Run every statement of the plan; returns how many there were."""
    said = json.loads(plan.read_bytes())
    os.chdir(os.environ.get("MM_HOME", os.curdir))
    with duckdb.connect(database) as connection:
        for name, value in said["settings"].items():
            connection.execute(f"set {name} = '{value}'")
        for statement in said["statements"]:
            connection.execute(statement)
    return len(said["statements"])


if __name__ == "__main__":
    print(run(Path(sys.argv[1]), Path(sys.argv[2])), "models")
