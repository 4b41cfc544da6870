"""A reader never gets the old warehouse once the new one is in place."""

from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path

import duckdb
import pytest

from stores.generations import GenerationGoneError, identity_of, one_generation
from stores.warehouse import open_query, read_rows

STARTED_S = 0.3  # enough for a thread to come as far as it can; a slow one only proves less

ENDED_S = 60  # who does not come to an end in this time waits for ever


def build(path: Path, number: int) -> Path:
    with duckdb.connect(str(path)) as connection:
        connection.execute("create table builds as select ? as number", [number])
    return path


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    return build(tmp_path / "w.duckdb", 1)


def number_in(path: Path) -> object:
    return read_rows(path, "select number from builds")[0]["number"]


def test_who_comes_after_a_build_waits_for_the_old_file_and_reads_the_new(warehouse: Path) -> None:
    with ThreadPoolExecutor(max_workers=1) as pool:
        with open_query(warehouse, "select number from builds") as old:
            build(warehouse.with_name("next.duckdb"), 2).replace(warehouse)
            late: Future[object] = pool.submit(number_in, warehouse)
            wait([late], timeout=STARTED_S)
            assert not late.done()
            assert old.rows() == [(1,)]
        assert late.result() == 2


def test_readers_of_the_same_file_do_not_wait(warehouse: Path) -> None:
    with one_generation(warehouse), ThreadPoolExecutor(max_workers=1) as pool:
        assert pool.submit(number_in, warehouse).result() == 1


def test_a_thread_does_not_wait_for_itself(warehouse: Path) -> None:
    with open_query(warehouse, "select number from builds"):
        build(warehouse.with_name("next.duckdb"), 2).replace(warehouse)
        assert number_in(warehouse) == 1
    assert number_in(warehouse) == 2


def test_who_wants_the_old_file_and_no_other_does_not_wait(warehouse: Path) -> None:
    old = identity_of(warehouse)

    def come_late() -> None:
        with one_generation(warehouse, old):
            pass

    with ThreadPoolExecutor(max_workers=1) as pool, one_generation(warehouse, old):
        pool.submit(come_late).result()
        build(warehouse.with_name("next.duckdb"), 2).replace(warehouse)
        late = pool.submit(come_late)
        assert isinstance(late.exception(timeout=ENDED_S), GenerationGoneError)


def test_a_failed_read_holds_nothing(warehouse: Path) -> None:
    with pytest.raises(RuntimeError), one_generation(warehouse):
        raise RuntimeError
    build(warehouse.with_name("next.duckdb"), 2).replace(warehouse)
    assert number_in(warehouse) == 2


def test_a_file_is_known_by_what_it_is_not_by_its_name(warehouse: Path) -> None:
    before = identity_of(warehouse)
    assert before == identity_of(warehouse)
    build(warehouse.with_name("next.duckdb"), 2).replace(warehouse)
    assert identity_of(warehouse) != before
    warehouse.unlink()
    assert identity_of(warehouse) is None
