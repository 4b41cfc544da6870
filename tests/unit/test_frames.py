"""Frames keep their types."""

from datetime import datetime

import pandas as pd
import pyarrow as pa
import pytest

from python_engines.frames import FrameError, typed_table

SCHEMA = pa.schema([("name", pa.string()), ("share", pa.float64()), ("at", pa.timestamp("us"))])


def test_an_empty_table_keeps_its_types() -> None:
    assert typed_table(SCHEMA).schema == SCHEMA
    assert typed_table(SCHEMA, rows=[]).num_rows == 0


def test_rows_and_columns_give_the_same_table() -> None:
    rows = [("a", 0.5, datetime(2024, 1, 2)), (None, None, None)]
    columns = {"at": [datetime(2024, 1, 2), None], "name": ["a", None], "share": [0.5, None]}
    assert typed_table(SCHEMA, rows=rows).equals(typed_table(SCHEMA, columns=columns))


def test_a_missing_number_of_pandas_is_null_not_nan() -> None:
    frame = pd.DataFrame({"name": ["a"], "share": [float("nan")], "at": [pd.NaT]})
    table = typed_table(SCHEMA, columns=frame)
    assert table.to_pylist() == [{"name": "a", "share": None, "at": None}]


@pytest.mark.parametrize(
    "columns",
    [
        {"name": ["a"]},
        {"name": ["a"], "share": [1.0], "at": [None], "more": [1]},
        {"name": ["a", "b"], "share": [1.0], "at": [None]},
        {"name": ["a"], "share": ["x"], "at": [None]},
    ],
)
def test_what_does_not_fit_is_refused(columns: dict[str, list[object]]) -> None:
    with pytest.raises(FrameError):
        typed_table(SCHEMA, columns=columns)


def test_a_short_row_is_refused() -> None:
    with pytest.raises(FrameError, match="3 values"):
        typed_table(SCHEMA, rows=[("a", 1.0)])


def test_rows_and_columns_together_are_refused() -> None:
    with pytest.raises(FrameError, match="not from both"):
        typed_table(SCHEMA, rows=[], columns={})
