"""The listener's own file of artist details."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet
import pytest

from python_engines.clients.details_file import DetailsFile, FileDetails, read_tags
from python_engines.clients.errors import DetailsFileError

MBID = "d87e52c5-bb8d-4da8-b941-9f4928627dc8"
CSV = f"""artist_name,tags,listeners,country,begin_year,mbid,why
ABBA,pop:100;disco:50,2500000,Sweden,1972,{MBID.upper()},x
Zed,"house, deep; mellow",many,,soon,none,
 ,lost,1,,,,
Quiet,,7,,,,
"""


def file_of(tmp_path: Path, content: str) -> DetailsFile:
    path = tmp_path / "details.csv"
    path.write_text(content)
    return DetailsFile(path)


def test_a_csv_file_tells_of_its_artists_in_any_case(tmp_path: Path) -> None:
    file = file_of(tmp_path, CSV)
    assert file.of(" abba ") == FileDetails(
        (("pop", 1.0), ("disco", 0.5)), 2_500_000, "Sweden", 1972, MBID
    )
    assert file.of("Zed") == FileDetails((("house, deep", 1.0), ("mellow", 0.5)))
    assert file.of("Quiet") == FileDetails((), 7)
    assert file.of("Roxette") is None


def test_a_parquet_file_with_numbers_tells_the_same(tmp_path: Path) -> None:
    path = tmp_path / "details.data"
    columns = {
        "artist_name": ["ABBA", "Quiet"],
        "tags": ["pop:100;disco:50", None],
        "listeners": [2_500_000.0, 7],
        "country": ["Sweden", None],
        "begin_year": [1972.0, float("nan")],
        "mbid": [MBID, None],
    }
    pyarrow.parquet.write_table(pa.table(columns), path)
    csv = file_of(tmp_path, CSV)
    assert [DetailsFile(path).of(name) for name in ("ABBA", "Quiet")] == [
        csv.of("ABBA"),
        csv.of("Quiet"),
    ]


@pytest.mark.parametrize(
    ("cell", "tags"),
    [
        ("a;b;c;d", [("a", 1.0), ("b", 0.75), ("c", 0.5), ("d", 0.25)]),
        (" a ; ;b; ", [("a", 1.0), ("b", 0.5)]),
        ("a:20; b:80 ;c: 40", [("b", 1.0), ("c", 0.5), ("a", 0.25)]),
        ("a;b:4;c:2", [("a", 1.0), ("b", 1.0), ("c", 0.5)]),
        ("a:0;b:-3;c:0.5", [("c", 1.0)]),
        ("2:54;re:zero;nan:nan", [("2", 1.0), ("re:zero", 1.0), ("nan:nan", 1.0)]),
        ("Pop:1;pop:4", [("pop", 1.0)]),
        ("", []),
        (None, []),
    ],
)
def test_tags_fall_evenly_or_weigh_what_they_say(
    cell: str | None, tags: list[tuple[str, float]]
) -> None:
    assert list(read_tags(cell)) == tags


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "cannot be used, it is no CSV"),
        (b"artist_name,tag\nA,b\n", "of artist details has no column tags"),
        (b"artist_name,tags,tags\nA,b,c\n", "has tags twice"),
        (b"artist_name,tags,mbid,mbid\nA,b,c,d\n", "has mbid twice"),
        (b"artist_name,tags\n ,b\n", "holds no artist"),
        (b"artist_name,tags\nA,b\nC,d\na,e\n", "one artist twice, in rows 1 and 3"),
        ("artist_name,tags\nBjörk,x\n".encode("latin-1"), "not UTF-8"),
    ],
)
def test_a_bad_file_is_one_line_that_names_it(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "details.csv"
    path.write_bytes(content)
    with pytest.raises(DetailsFileError, match=reason) as raised:
        DetailsFile(path)
    assert str(raised.value).endswith(str(path))
    assert "\n" not in str(raised.value)


def test_tags_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "details.parquet"
    pyarrow.parquet.write_table(pa.table({"artist_name": ["A"], "tags": [["b"]]}), path)
    with pytest.raises(DetailsFileError, match="no text in tags"):
        DetailsFile(path)
