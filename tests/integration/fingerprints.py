"""Whether two warehouses hold the same."""

from __future__ import annotations

import hashlib
from pathlib import Path

import duckdb

from stores.paths import PROJECT_ROOT

_TOLD = {"run_report": "* exclude (generation)"}
"""What is compared of a table, where that is not all: exports of another layout are others."""


def marts() -> list[str]:
    """Names of the public tables, as the folder lists them."""
    return sorted(path.stem for path in (PROJECT_ROOT / "models/marts").rglob("*.sql"))


def fingerprints(warehouse: Path) -> dict[str, str]:
    """One checksum for the columns and rows of each mart, whatever their order in the file."""
    found = {}
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        for mart in marts():
            rows = connection.execute(
                f"select to_json(m) from (select {_TOLD.get(mart, '*')} from {mart}) as m"
                " order by all"
            ).fetchall()
            columns = connection.execute(f"describe {mart}").fetchall()
            held = [str(columns), *(row[0] for row in rows)]
            found[mart] = hashlib.sha256("\n".join(held).encode()).hexdigest()
    return found
