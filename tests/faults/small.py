"""Warehouses of a few rows, each a generation of its own, for what needs no whole build."""

from __future__ import annotations

from pathlib import Path

import duckdb

TABLES = ("run_report", "recommendations", "fct_plays")
ROWS_PER_GENERATION = 1000

# One look at several tables: they agree only if all of them are of one generation.
LOOK = """
    select
        (select generation from run_report) as generation,
        (select count(distinct generation) from fct_plays) as generations,
        (select min(generation) from fct_plays) as of_plays,
        (select min(generation) from recommendations) as of_recommendations,
        (select count(*) from fct_plays) as plays
"""


def make(path: Path, generation: int) -> bytes:
    """Make a small warehouse of this generation and return the file's content."""
    with duckdb.connect(str(path)) as connection:
        connection.execute(f"create table run_report as select {generation} as generation")
        for table in TABLES[1:]:
            rows = f"from range({ROWS_PER_GENERATION + generation}) as t (row)"
            connection.execute(
                f"create table {table} as select row, {generation} as generation {rows}"
            )
    return path.read_bytes()
