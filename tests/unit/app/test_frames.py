"""Rows are read once for each build, and never from two builds at once."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from app import frames
from app.frames import Reading, WarehouseReplacedError
from stores.warehouse import StatementError, WarehouseMissingError
from tests.unit.app.site import ARTISTS, Site

ENDED_S = 60  # who does not come to an end in this time waits for ever
SQL = "select plays from artists where name = $who"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Mapping[str, object]]:
    """Return the parameters of each statement that reaches the warehouse."""
    found: list[Mapping[str, object]] = []
    real = frames.read_frame

    def read(path: Path, sql: str, parameters: Mapping[str, object], **options) -> pd.DataFrame:
        found.append(parameters)
        return real(path, sql, parameters, **options)

    monkeypatch.setattr(frames, "read_frame", read)
    return found


def plays(site: Site, who: str) -> object:
    with Reading(site.warehouse) as read:
        return read(SQL, {"who": who})["plays"].iloc[0]


def test_the_same_question_is_asked_once(site: Site, asked: list[object]) -> None:
    assert [plays(site, who) for who in ("Low", "Björk", "Low")] == [12, 30, 12]
    assert asked == [{"who": "Low"}, {"who": "Björk"}]


def test_a_new_build_is_asked_anew(site: Site, asked: list[object]) -> None:
    assert plays(site, "Low") == 12
    site.build("create table artists as select 'Low' as name, 13 as plays")
    assert plays(site, "Low") == 13
    assert len(asked) == 2


def test_rows_of_an_older_build_are_not_kept(site: Site, asked: list[object]) -> None:
    before = site.warehouse.with_name("before.duckdb")
    before.hardlink_to(site.warehouse)
    plays(site, "Low")
    site.build(ARTISTS)
    plays(site, "Low")
    before.replace(site.warehouse)
    plays(site, "Low")
    assert len(asked) == 3


def test_a_frame_can_be_changed_without_changing_the_next(site: Site) -> None:
    read = Reading(site.warehouse)
    frame = read(SQL, {"who": "Low"})
    frame.loc[0, "plays"] = 99
    assert plays(site, "Low") == 12


def test_a_page_that_began_before_a_build_begins_anew(site: Site) -> None:
    read = Reading(site.warehouse)
    site.build(ARTISTS)
    with pytest.raises(WarehouseReplacedError):
        read(SQL, {"who": "Low"})
    site.build("create table others as select 1 as x")
    with pytest.raises(WarehouseReplacedError):  # not that there are no artists
        read(SQL, {"who": "Low"})


def test_what_cannot_be_answered_is_not_kept(site: Site, asked: list[object]) -> None:
    read = Reading(site.warehouse)
    for _ in range(2):
        with pytest.raises(StatementError):
            read("select nothing from artists", {})
    assert len(asked) == 2


def test_no_warehouse(site: Site) -> None:
    site.warehouse.unlink()
    with pytest.raises(WarehouseMissingError):
        plays(site, "Low")


@pytest.mark.parametrize(
    "sql",
    [
        "create table x as select 1",
        "select 1; select 2",
        "select * from read_text('/etc/hostname')",
        "copy artists to 'x.csv'",
    ],
)
def test_pages_only_read_and_only_tables(site: Site, sql: str) -> None:
    read = Reading(site.warehouse)
    with pytest.raises(StatementError):
        read(sql, {})


def test_the_file_is_opened_once_for_a_page_and_closed_after_it(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    real = duckdb.connect

    def connect(path: str, **options) -> duckdb.DuckDBPyConnection:
        opened.append(path)
        return real(path, **options)

    monkeypatch.setattr(duckdb, "connect", connect)
    with Reading(site.warehouse) as read:
        assert opened == []
        read(SQL, {"who": "Low"})
        read(SQL, {"who": "Björk"})
        with pytest.raises(duckdb.Error):  # as another program would find it
            real(str(site.warehouse))
    real(str(site.warehouse)).close()
    with Reading(site.warehouse) as read:
        read(SQL, {"who": "Low"})
    assert len(opened) == 3  # one that is kept, and one for each statement that it makes cheap


def test_a_kept_file_is_not_kept_from_a_new_page(site: Site) -> None:
    with Reading(site.warehouse) as read:
        read(SQL, {"who": "Low"})
        site.build("create table artists as select 'Low' as name, 13 as plays")
        with pytest.raises(WarehouseReplacedError):
            read(SQL, {"who": "Björk"})
    assert plays(site, "Low") == 13


def test_two_tabs_that_began_before_a_build_do_not_wait_for_each_other(site: Site) -> None:
    # The second one has the lock of the answer that the first one, which has the file, wants next.
    with ThreadPoolExecutor(max_workers=1) as tab, Reading(site.warehouse) as first:
        second = Reading(site.warehouse)
        first(SQL, {"who": "Low"})
        site.build(ARTISTS)
        late = tab.submit(second, SQL, {"who": "Björk"})
        assert isinstance(late.exception(timeout=ENDED_S), WarehouseReplacedError)
        with pytest.raises(WarehouseReplacedError):
            first(SQL, {"who": "Björk"})
