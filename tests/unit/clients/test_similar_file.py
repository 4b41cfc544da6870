"""The listener's own file of similar artists."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet
import pytest

from python_engines.clients.errors import SimilarFileError
from python_engines.clients.similar_file import SimilarFile
from python_engines.clients.tables import SIMILAR_LISTS

CSV = """artist_name,similar_artist_name,match,why
Zed,"Comma, The",0.9,x
ABBA,Roxette,,
Zed,"A ""Quoted"" One",0.4,
abba,Boney M.,2,
ABBA,ROXETTE,0.1,again
 ,Nobody,1,
Zed,NA,bad,
"""


def lists_of(path: Path) -> list[tuple[str, int, str, float | None]]:
    table = SimilarFile(path).lists
    assert table.schema == SIMILAR_LISTS
    rows = table.to_pylist()
    assert all(row["provider"] == "file" for row in rows)
    assert all(row["fetched_at"] is None and row["is_stale"] is False for row in rows)
    return [
        (
            row["seed_artist_name"],
            row["provider_rank"],
            row["candidate_artist_name"],
            row["match"],
        )
        for row in rows
    ]


EXPECTED = [
    ("ABBA", 1, "Roxette", None),
    ("ABBA", 2, "Boney M.", None),
    ("Zed", 1, "Comma, The", 0.9),
    ("Zed", 2, 'A "Quoted" One', 0.4),
    ("Zed", 3, "NA", None),
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_csv_file_gives_its_lists_in_row_order(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "near.csv"
    path.write_text(CSV, encoding=encoding)
    assert lists_of(path) == EXPECTED


def test_a_parquet_file_of_any_name_gives_the_same(tmp_path: Path) -> None:
    csv, parquet = tmp_path / "near.csv", tmp_path / "near.data"
    csv.write_text(CSV)
    columns: dict[str, list[object]] = {
        "artist_name": ["Zed", "ABBA", "Zed", "abba", "ABBA", None, "Zed"],
        "similar_artist_name": [
            "Comma, The", "Roxette", 'A "Quoted" One', "Boney M.", "ROXETTE", "Nobody", "NA",
        ],
        "match": [0.9, None, 0.4, 2.0, 0.1, 1.0, float("nan")],
    }  # fmt: skip
    pyarrow.parquet.write_table(pa.table(columns), parquet)
    assert lists_of(parquet) == lists_of(csv)


def test_the_match_may_be_missing(tmp_path: Path) -> None:
    path = tmp_path / "near.csv"
    path.write_text("similar_artist_name,artist_name\nB,A\n")
    assert lists_of(path) == [("A", 1, "B", None)]


def test_an_artist_is_found_in_any_case(tmp_path: Path) -> None:
    path = tmp_path / "near.csv"
    path.write_text(CSV)
    file = SimilarFile(path)
    assert file.has("zed")
    assert file.has(" Abba ")
    assert not file.has("Roxette")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "no CSV"),
        (b"a,b\n1,2\n", "no column artist_name and no similar_artist_name"),
        (b"artist_name,match\nA,1\n", "no column similar_artist_name"),
        (b"artist_name,similar_artist_name\n", "no artist"),
        (b"artist_name,similar_artist_name\n ,B\n", "no artist"),
        (b"artist_name,similar_artist_name\nA,B\nA\n", "no CSV"),
        ("artist_name,similar_artist_name\nBjörk,x\n".encode("latin-1"), "not UTF-8"),
        ("artist_name,similar_artist_name\nA,b\n".encode("utf-16"), "cannot be used|no column"),
        (b"PAR1 and then nothing", "no CSV or Parquet"),
        (b"artist_name,artist_name,similar_artist_name\nA,B,C\n", "twice"),
    ],
)
def test_a_bad_file_is_one_line_that_names_it(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "near.csv"
    path.write_bytes(content)
    with pytest.raises(SimilarFileError, match=reason) as raised:
        SimilarFile(path)
    assert str(path) in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(SimilarFileError, match="No such file"):
        SimilarFile(tmp_path / "nowhere.csv")
    with pytest.raises(SimilarFileError, match="directory"):
        SimilarFile(tmp_path)


def test_parquet_columns_of_another_type_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "near.parquet"
    pyarrow.parquet.write_table(
        pa.table({"artist_name": [1, 2], "similar_artist_name": [[1], [2]]}), path
    )
    with pytest.raises(SimilarFileError, match="no text in artist_name"):
        SimilarFile(path)
