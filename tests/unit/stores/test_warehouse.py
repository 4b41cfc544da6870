import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from stores.warehouse import (
    StatementError,
    WarehouseBusyError,
    WarehouseDamagedError,
    WarehouseMissingError,
    WarehouseOutdatedError,
    open_query,
    read_rows,
)
from tests.modes_count import obey_modes


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    path = tmp_path / "w.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("create table artists as select 'Björk' as name, 3 as plays")
        connection.execute("create table many as select hash(range) as n from range(200000)")
    return path


def ask(path: Path, statement: str) -> list[tuple[object, ...]]:
    with open_query(path, statement, is_trusted=False) as answer:
        return answer.rows()


@pytest.mark.parametrize(
    "statement",
    [
        "select name from artists",
        "from artists select name",
        "with a as (select name from artists) select * from a",
        "select name from artists;",
        "-- a comment\nselect name from artists",
    ],
)
def test_one_select_in_any_form_is_answered(warehouse: Path, statement: str):
    assert ask(warehouse, statement) == [("Björk",)]


@pytest.mark.parametrize(
    "statement",
    [
        "drop table artists",
        "insert into artists values ('x', 1)",
        "create table x as select 1",
        "create temp table x as select 1",
        "attach 'other.duckdb'",
        "copy artists to 'out.csv'",
        "export database 'out'",
        "install httpfs",
        "set threads = 1",
        "pragma database_list",
        "call pragma_version()",
        "checkpoint",
        "select 1; select 2",
        "select 1; drop table artists",
        "",
        "   -- nothing",
        "selec name",
        "select nothing from artists",
        "select * from nowhere",
        "select * from read_csv('/etc/passwd')",
        "select * from '/etc/passwd'",
        "select * from read_text('/proc/self/environ')",
        "select * from glob('/*')",
        "select * from enable_logging(storage = 'file')",
        "select cast('x' as integer)",
        "pivot artists on name using sum(plays)",
    ],
)
def test_whatever_else_is_refused_and_changes_nothing(
    warehouse: Path, statement: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(warehouse.parent)
    before = warehouse.read_bytes()
    with pytest.raises(StatementError) as caught:
        ask(warehouse, statement)
    assert "\n" not in str(caught.value)
    assert "/etc" not in str(caught.value)
    assert [entry.name for entry in warehouse.parent.iterdir()] == [warehouse.name]
    assert warehouse.read_bytes() == before


def test_values_reach_a_statement_as_parameters(warehouse: Path):
    rows = read_rows(warehouse, "select plays from artists where name = ?", ["Björk"])
    assert rows == [{"plays": 3}]
    rows = read_rows(warehouse, "select plays from artists where name = $name", {"name": "' or 1"})
    assert rows == []


def test_many_rows_come_in_batches(warehouse: Path):
    with open_query(warehouse, "select n from many order by n") as answer:
        sizes = [len(batch) for batch in answer.batches]
    assert sum(sizes) == 200000
    assert len(sizes) > 1


def test_the_connection_is_closed_so_that_a_writer_can_come(warehouse: Path):
    ask(warehouse, "select 1")
    with pytest.raises(StatementError):
        ask(warehouse, "select broken from artists")
    code = "import duckdb, sys; duckdb.connect(sys.argv[1]).execute('create table y as select 1')"
    subprocess.run([sys.executable, "-c", code, str(warehouse)], check=True)


def test_no_warehouse_says_what_to_run(tmp_path: Path):
    with pytest.raises(WarehouseMissingError, match="mm build"):
        ask(tmp_path / "none.duckdb", "select 1")


@pytest.mark.parametrize("share", [0, 0.1, 0.5, 0.75])
def test_a_file_cut_short_is_called_damaged(warehouse: Path, share: float):
    content = warehouse.read_bytes()
    warehouse.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(WarehouseDamagedError, match="mm build"):
        ask(warehouse, "select sum(n) from many")


def test_flipped_bits_are_called_damaged(warehouse: Path):
    content = bytearray(warehouse.read_bytes())
    for place in range(12_288 + 100, len(content), 4096):
        content[place] ^= 0xFF
    warehouse.write_bytes(content)
    with pytest.raises(WarehouseDamagedError):
        ask(warehouse, "select sum(n) from many")


def test_a_missing_table_means_an_outdated_warehouse_in_our_own_questions(warehouse: Path):
    with pytest.raises(WarehouseOutdatedError, match="mm build"):
        read_rows(warehouse, "select * from recommendations")


def test_a_writer_elsewhere_makes_it_busy(warehouse: Path):
    code = (
        "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('open', flush=True);"
        "sys.stdin.read()"
    )
    writer = subprocess.Popen(
        [sys.executable, "-c", code, str(warehouse)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "open\n"
        with pytest.raises(WarehouseBusyError, match="close it"):
            ask(warehouse, "select 1")
    finally:
        writer.communicate("")
    assert ask(warehouse, "select plays from artists") == [(3,)]


def test_a_file_that_may_not_be_read_is_the_systems_refusal(warehouse: Path):
    warehouse.chmod(0)
    code = (
        "import sys; from pathlib import Path; from stores.warehouse import read_rows\n"
        "try: read_rows(Path(sys.argv[1]), 'select 1')\n"
        "except PermissionError as error: print('refused', error.filename)"
    )
    child = subprocess.run(
        [sys.executable, "-c", code, str(warehouse)],
        preexec_fn=obey_modes(),
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[3],
    )
    assert child.stdout == f"refused {warehouse}\n", child.stderr


def test_a_long_statement_ends_when_it_is_interrupted(warehouse: Path) -> None:
    endless = "select count(*) from range(1000000000) as a, range(1000000000) as b"
    began = time.monotonic()
    signal.signal(signal.SIGALRM, signal.default_int_handler)
    signal.setitimer(signal.ITIMER_REAL, 0.5)
    with pytest.raises(KeyboardInterrupt), open_query(warehouse, endless):
        pytest.fail("it never gets here")
    assert time.monotonic() - began < 20
