"""The store of evaluations: what `mm evaluate` found last, one row per scorer and cut-off.

One Parquet file, replaced whole. It lies outside the warehouse, which every build makes anew; the
model `stg_listener__evaluations` reads it there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from stores.atomic import put_in_place, remove_leftovers, write_temporary
from stores.errors import StoreDamagedError

FILE_NAME = "evaluations.parquet"
_OWNER_ONLY = 0o700

COLUMNS: dict[str, str] = {
    "scorer": "string",
    "as_of": "timestamp[us]",
    "measured_at": "timestamp[us]",
    "horizon_days": "int64",
    "adoption_min_plays": "int64",
    "ndcg_depth": "int64",
    "interval_share": "float64",
    "truths": "int64",
    "reachable": "int64",
    "hits": "int64",
    "recall_20": "float64",
    "recall_20_low": "float64",
    "recall_20_high": "float64",
    "recall_50": "float64",
    "recall_50_low": "float64",
    "recall_50_high": "float64",
    "ndcg": "float64",
    "ndcg_low": "float64",
    "ndcg_high": "float64",
    "coverage": "float64",
    "catalogue": "float64",
    "novelty": "float64",
    "diversity": "float64",
    "overall_recall_20": "float64",
    "overall_recall_20_low": "float64",
    "overall_recall_20_high": "float64",
    "overall_recall_50": "float64",
    "overall_recall_50_low": "float64",
    "overall_recall_50_high": "float64",
    "overall_ndcg": "float64",
    "overall_ndcg_low": "float64",
    "overall_ndcg_high": "float64",
    "blend_ratio": "float64",
    "blend_ratio_low": "float64",
    "blend_ratio_high": "float64",
}
"""The columns in their order, with their Arrow types; what they mean says the mart."""


def ensure(folder: Path) -> None:
    """Create the store without rows if need be, so that dbt always finds it with these columns.

    Rows of an older version stay, empty in the columns that it did not have. Raises
    `StoreDamagedError` when the file cannot be read.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=_OWNER_ONLY)
    remove_leftovers(folder)
    file = folder / FILE_NAME
    if not file.exists():
        replace(folder, [])
    elif _columns_of(file) != list(COLUMNS):
        import pyarrow.parquet as pq

        replace(folder, [dict.fromkeys(COLUMNS) | row for row in pq.read_table(file).to_pylist()])


def _columns_of(file: Path) -> list[str]:
    """Ask DuckDB, which is loaded anyway: loading Arrow takes a third of a build without work."""
    import duckdb

    try:
        with duckdb.connect() as connection:
            rows = connection.execute("describe from read_parquet(?)", [str(file)]).fetchall()
    except duckdb.Error:
        # An error of the operating system goes on as such: then nothing is wrong with the file.
        file.read_bytes()
        raise StoreDamagedError(
            f"{file} is damaged: remove it; `mm evaluate` measures again"
        ) from None
    return [str(row[0]) for row in rows]


def replace(folder: Path, rows: Sequence[Mapping[str, Any]]) -> None:
    """Put `rows` in place of what the store held, all or nothing."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    kinds = {"timestamp[us]": pa.timestamp("us"), "string": pa.string(), "int64": pa.int64()}
    schema = pa.schema([(name, kinds.get(kind, pa.float64())) for name, kind in COLUMNS.items()])
    table = pa.Table.from_pylist([dict(row) for row in rows], schema=schema)

    def write(file: BinaryIO) -> None:
        pq.write_table(table, file)

    put_in_place(write_temporary(folder, write), folder / FILE_NAME)
