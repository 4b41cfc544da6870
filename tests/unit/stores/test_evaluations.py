from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from stores import evaluations
from stores.errors import StoreDamagedError
from stores.evaluations import COLUMNS, FILE_NAME


def row(**said: Any) -> dict[str, Any]:
    return {name: said.get(name) for name in COLUMNS}


def read(folder: Path) -> list[tuple[Any, ...]]:
    with duckdb.connect() as connection:
        return connection.execute(
            "select scorer, ndcg from read_parquet(?) order by scorer", [str(folder / FILE_NAME)]
        ).fetchall()


def test_a_new_store_is_empty_and_has_its_columns(tmp_path: Path) -> None:
    evaluations.ensure(tmp_path / "evaluations")
    schema = pq.read_schema(tmp_path / "evaluations" / FILE_NAME)
    assert {field.name: str(field.type) for field in schema} == {
        name: "double" if kind == "float64" else kind for name, kind in COLUMNS.items()
    }
    assert read(tmp_path / "evaluations") == []


def test_an_evaluation_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    evaluations.replace(tmp_path, [row(scorer="a", ndcg=0.1), row(scorer="b", ndcg=0.2)])
    evaluations.replace(tmp_path, [row(scorer="a", ndcg=None)])
    assert read(tmp_path) == [("a", None)]


def test_a_store_that_is_there_is_left_alone(tmp_path: Path) -> None:
    evaluations.replace(tmp_path, [row(scorer="a", ndcg=0.1)])
    evaluations.ensure(tmp_path)
    assert read(tmp_path) == [("a", 0.1)]


def test_rows_of_an_older_version_stay_without_what_it_did_not_tell(tmp_path: Path) -> None:
    old = pa.table({"ndcg": [0.1], "scorer": ["a"]})
    pq.write_table(old, tmp_path / FILE_NAME)
    evaluations.ensure(tmp_path)
    assert pq.read_schema(tmp_path / FILE_NAME).names == list(COLUMNS)
    assert read(tmp_path) == [("a", 0.1)]


@pytest.mark.parametrize("content", [b"", b"PAR1 is no Parquet PAR1"])
def test_a_damaged_store_is_named_and_left_alone(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / FILE_NAME
    file.write_bytes(content)
    with pytest.raises(StoreDamagedError, match=r"evaluations\.parquet is damaged: remove it"):
        evaluations.ensure(tmp_path)
    assert file.read_bytes() == content


def test_a_write_that_fails_leaves_the_old_store(tmp_path: Path) -> None:
    evaluations.replace(tmp_path, [row(scorer="a", ndcg=0.1)])
    with pytest.raises(Exception, match="not a number"):
        evaluations.replace(tmp_path, [row(scorer="a", ndcg="not a number")])
    assert read(tmp_path) == [("a", 0.1)]
    assert [entry.name for entry in tmp_path.iterdir()] == [FILE_NAME]
