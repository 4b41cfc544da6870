"""What a query may take of the time and memory of whoever waits for its answer."""

import subprocess
import sys
from datetime import datetime
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from stores.limits import Limit, is_cut
from stores.warehouse import StatementError, WarehouseOutdatedError, read_frame

LIMIT = Limit(seconds=60, rows=5_000, size=10_000_000)
SHORT = Limit(seconds=0.2, rows=5_000, size=10_000_000)


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    path = tmp_path / "w.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("create table numbers as select range as n from range(20000)")
    return path


@pytest.mark.parametrize(
    "endless",
    [
        "select count(*) from range(1000000000) as a, range(1000000000) as b",
        "select a.range from range(1000000000) as a, range(1000000000) as b where a.range < 0",
        "with recursive r as (select 1 as n union all select n + 1 from r) select max(n) from r",
    ],
)
def test_an_endless_query_is_stopped_and_leaves_the_file_free(warehouse: Path, endless: str):
    with pytest.raises(StatementError, match=r"^stopped after 0\.2 s: ask for less"):
        read_frame(warehouse, endless, is_trusted=False, limit=SHORT)
    code = "import duckdb, sys; duckdb.connect(sys.argv[1]).execute('create table y as select 1')"
    subprocess.run([sys.executable, "-c", code, str(warehouse)], check=True)


@pytest.mark.parametrize(("asked", "kept"), [(4_999, 4_999), (5_000, 5_000), (5_001, 5_000)])
def test_rows_beyond_the_limit_are_cut_in_order_and_it_can_be_told(
    warehouse: Path, asked: int, kept: int
):
    statement = "select n from numbers order by n desc limit $asked"
    frame = read_frame(warehouse, statement, {"asked": asked}, limit=LIMIT)
    assert frame["n"].tolist() == list(range(19_999, 19_999 - kept, -1))
    assert is_cut(frame) == (kept < asked)


def test_a_result_of_endless_rows_is_cut_without_computing_them(warehouse: Path):
    frame = read_frame(
        warehouse, "select a.range as n from range(1000000000) as a, numbers", limit=LIMIT
    )
    assert len(frame) == 5_000
    assert is_cut(frame)


def test_large_values_are_cut_by_their_size_down_to_one_row(warehouse: Path):
    statement = "select repeat('x', 100000) as words from numbers limit 200"
    frame = read_frame(warehouse, statement, limit=LIMIT)
    assert 90 < len(frame) <= 100
    assert is_cut(frame)
    tiny = Limit(seconds=60, rows=5_000, size=10)
    assert len(read_frame(warehouse, statement, limit=tiny)) == 1


def test_an_answer_larger_than_the_memory_is_cut_without_fetching_it(warehouse: Path):
    statement = "select repeat('x', 10000) as words from range(1000000000)"
    frame = read_frame(warehouse, statement, limit=Limit(seconds=60, rows=10**8, size=30_000_000))
    assert 2_500 < len(frame) <= 3_000
    assert is_cut(frame)


def test_an_answer_in_parts_is_typed_as_a_whole_one(warehouse: Path):
    statement = """
        select n, case when n > 5000 then n end as late, n % 2 = 0 as is_even, null as nothing,
            [n] as list, {'n': n} as struct, date '2020-01-01' + n::int as day, n::decimal(9, 2)
        from numbers order by n
    """
    large = Limit(seconds=60, rows=20_000, size=10**9)
    whole = read_frame(warehouse, statement)
    pd.testing.assert_frame_equal(read_frame(warehouse, statement, limit=large), whole)


def test_threads_are_few_for_each_takes_of_the_memory(warehouse: Path):
    frame = read_frame(warehouse, "select current_setting('threads') as n", limit=LIMIT)
    assert 1 <= frame["n"].iloc[0] <= 4


def test_an_empty_answer_keeps_its_columns(warehouse: Path):
    frame = read_frame(warehouse, "select n, 'a' as a from numbers where n < 0", limit=LIMIT)
    assert frame.columns.tolist() == ["n", "a"]
    assert frame.empty
    assert not is_cut(frame)


def test_without_a_limit_every_row_comes(warehouse: Path):
    frame = read_frame(warehouse, "select n from numbers")
    assert len(frame) == 20_000
    assert not is_cut(frame)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("123456789012345678901234567890::hugeint", "123456789012345678901234567890"),
        ("18446744073709551615::ubigint", "18446744073709551615"),
        ("interval '1 year 2 days'", "1 year 2 days"),
        ("union_value(a := 1)", "1"),
        ("'\\xAA\\x00'::blob", "\\xAA\\x00"),
        ("'101'::bit", "101"),
        ("timetz '12:00:00+02'", "12:00:00+02"),
        ("map {'a': 1}", "{a=1}"),
        ("[{'a': 1, 'b': [1, null]}]", "[{'a': 1, 'b': [1, NULL]}]"),
        ("'x'::enum('x', 'y')", "x"),
        ("1::uhugeint", "1"),
        ("1.5::decimal(10, 2)", 1.5),
        ("123456789012.345::decimal(38, 9)", 123456789012.345),
        ("-0.000000000000001::decimal(38, 20)", -1e-15),
        ("12345678901234567890123::decimal(38, 0)", "12345678901234567890123"),
        ("1.000000000000001::decimal(38, 20)", "1.00000000000000100000"),
        ("'infinity'::date", "infinity"),
        ("'-infinity'::timestamp", "-infinity"),
        ("'infinity'::timestamp_ns", "infinity"),
        ("date '0044-03-15 (BC)'", "0044-03-15 (BC)"),
        ("date '12026-11-24'", "12026-11-24"),
        ("date '2026-11-24'", datetime(2026, 11, 24)),
        ("timestamp_ns '2026-11-24 18:00:00.5'", datetime(2026, 11, 24, 18, 0, 0, 500_000)),
        ("7", 7),
        ("true", True),
        ("timestamp '2026-11-24 18:00:00'", datetime(2026, 11, 24, 18)),
    ],
)
def test_a_flat_answer_holds_nested_and_rare_values_as_duckdb_writes_them(
    warehouse: Path, value: str, shown: object
):
    statement = f"select {value} as v union all select null as v"
    frame = read_frame(warehouse, statement, is_trusted=False, is_flat=True, limit=LIMIT)
    assert frame["v"].iloc[0] == shown
    assert frame["v"].isna().tolist() == [False, True]


def test_a_flat_answer_keeps_columns_of_one_name_apart(warehouse: Path):
    statement = """select 1 as a, [2] as a, 3 as "A", 4 as \"\"\"\" """
    frame = read_frame(warehouse, statement, is_flat=True)
    assert frame.iloc[0].tolist() == [1, "[2]", 3, 4]


@pytest.mark.parametrize("statement", ["show tables", "describe numbers", "from numbers;"])
def test_what_is_no_plain_select_can_be_flat_and_limited_too(warehouse: Path, statement: str):
    frame = read_frame(warehouse, statement, is_trusted=False, is_flat=True, limit=LIMIT)
    assert len(frame) >= 1


def test_whose_statement_it_is_says_what_a_missing_table_means(warehouse: Path):
    with pytest.raises(WarehouseOutdatedError, match="mm build"):
        read_frame(warehouse, "select * from nowhere", limit=LIMIT)
    with pytest.raises(StatementError, match="nowhere"):
        read_frame(warehouse, "select * from nowhere", is_trusted=False, limit=LIMIT)


def test_a_frame_that_was_made_by_others_is_whole():
    assert not is_cut(pd.DataFrame({"n": [1]}))
