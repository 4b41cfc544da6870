import json
import os
import re
from dataclasses import replace
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from app.components import sql_console
from app.components.contract import Surroundings
from app.components.sql_console import COMPONENT, EXAMPLE, showable
from app.escape import md
from stores.generations import identity_of
from stores.limits import Limit
from tests.unit.app.components.drawing import HOSTILE, FakeScope, call_of, drawn, drawn_anew, rows


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    path = tmp_path / "w.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("create table artists as select 'Björk' as name, 3 as plays")
        connection.execute("insert into artists values (?, 1)", [HOSTILE])
    return path


def page_of(warehouse: Path, **props: object) -> AppTest:
    scope = FakeScope(Surroundings(warehouse, warehouse.with_name("f.csv"), "mm"))
    return drawn((COMPONENT, call_of(COMPONENT, scope=scope, **props)))


def ask(page: AppTest, statement: str) -> AppTest:
    page.text_area[0].set_value(statement)
    page.button[0].click().run()
    assert not page.exception
    return page


def words(page: AppTest) -> str:
    return page.caption[-1].value.replace("\\", "")


def test_the_box_holds_an_example_and_nothing_is_asked_by_itself(warehouse: Path):
    page = page_of(warehouse)
    assert page.text_area[0].value == EXAMPLE
    assert not page.dataframe
    assert not page.error
    assert "Ends after 20 s and shows up to 10,000 rows" in words(page)
    assert page_of(warehouse, example="show tables").text_area[0].value == "show tables"


def test_an_answer_is_a_table_with_its_count_and_time(warehouse: Path):
    page = ask(page_of(warehouse), "select * from artists where plays > 1")
    assert page.dataframe[0].value.to_dict("list") == {"name": ["Björk"], "plays": [3]}
    assert re.fullmatch(r"1 row\. Answered in [\d.]+ s\.", words(page))


def test_an_answer_stays_until_the_next_one(warehouse: Path):
    page = ask(page_of(warehouse), "select 1 as a")
    page.run()
    assert page.dataframe[0].value["a"].tolist() == [1]
    ask(page, "select nothing")
    assert not page.dataframe
    assert "nothing" in page.error[0].value


def test_who_comes_back_from_another_page_finds_statement_and_answer(warehouse: Path):
    scope = FakeScope(Surroundings(warehouse, warehouse.with_name("f.csv"), "mm"))
    console = (COMPONENT, call_of(COMPONENT, scope=scope))
    calls = [console]
    page = ask(drawn_anew(calls), "select 1 as a")
    calls.clear()
    assert not page.run().text_area
    calls.append(console)
    page.run()
    assert page.text_area[0].value == "select 1 as a"
    assert page.dataframe[0].value["a"].tolist() == [1]


def test_a_build_since_then_is_said(warehouse: Path):
    first = Surroundings(warehouse, warehouse, "mm", build=identity_of(warehouse))
    scope = FakeScope(first)
    page = drawn((COMPONENT, call_of(COMPONENT, scope=scope)))
    os.utime(warehouse, (1, 1))  # the page is still the old build's, and so is what it asks
    ask(page, "select 1 as a")
    assert words(page).endswith(" s.")
    scope.surroundings = replace(first, build=identity_of(warehouse))
    page.run()
    assert words(page).endswith("A new build has come since: run it again.")


@pytest.mark.parametrize(
    "statement",
    [
        "drop table artists",
        "select 1; drop table artists",
        "copy artists to 'out.csv'",
        "attach 'other.duckdb'",
        "set memory_limit = '9GB'",
        "select * from read_csv('/etc/passwd')",
        "select * from '/etc/passwd'",
        "select * from read_text('/proc/self/environ')",
        "select * from enable_logging(storage = 'file')",
        "install httpfs",
        "selec",
        "",
    ],
)
def test_what_is_no_select_of_tables_is_refused_in_one_line(
    warehouse: Path, statement: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(warehouse.parent)
    before = warehouse.read_bytes()
    page = ask(page_of(warehouse), statement)
    (box,) = page.error
    assert "\n" not in box.value
    assert not page.dataframe
    assert warehouse.read_bytes() == before
    assert [each.name for each in warehouse.parent.iterdir()] == [warehouse.name]


def test_an_endless_query_ends_with_words(warehouse: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sql_console, "LIMIT", Limit(seconds=0.2, rows=10, size=1_000_000))
    page = ask(page_of(warehouse), "select count(*) from range(1000000000) a, range(1000000000) b")
    assert page.error[0].value == md(
        "stopped after 0.2 s: ask for less, or for fewer rows at a time"
    )


def test_more_rows_than_the_limit_are_cut_and_it_is_said(
    warehouse: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(sql_console, "LIMIT", Limit(seconds=60, rows=10, size=1_000_000))
    page = ask(page_of(warehouse), "select range from range(11)")
    assert len(page.dataframe[0].value) == 10
    assert words(page).startswith("10 rows, cut here: there are more. Answered")


def test_no_warehouse_and_a_damaged_one_are_said(tmp_path: Path):
    path = tmp_path / "w.duckdb"
    assert "there is no warehouse yet" in ask(page_of(path), "select 1").error[0].value
    path.write_bytes(b"this is no database")
    assert "damaged" in ask(page_of(path), "select 1").error[0].value


@pytest.mark.parametrize(
    "value",
    [
        "['a', null]",
        "{'a': {'b': [1]}}",
        "map {'a': 1}",
        "'\\xAA\\x00'::blob",
        "123456789012345678901234567890::hugeint",
        "interval '1 year 2 days'",
        "union_value(a := 1)",
        "uuid()",
        "timetz '12:00:00+02'",
        "timestamptz '2020-01-01 00:00:00+02'",
        "time '12:00:00'",
        "'infinity'::timestamp",
        "date '0044-03-15 (BC)'",
        "date '290000-01-01'",
        "'nan'::double",
        "'-inf'::double",
        "null",
        "chr(0)",
        "'x'::enum('x', 'y')",
        "1.5::decimal(38, 10)",
    ],
)
def test_rare_values_are_shown(warehouse: Path, value: str):
    page = ask(page_of(warehouse), f"select {value} as v union all select null")
    assert not page.error
    assert len(page.dataframe[0].value) == 2


def test_numbers_and_times_that_a_browser_would_change_come_as_text():
    frame = rows("""
        select 9007199254740993 as large, 5 as small, timestamp '290000-01-01' as far,
            timestamp '2026-11-24 18:00:00' as near
    """)
    made = showable(frame)
    assert made["large"].tolist() == ["9007199254740993"]
    assert made["far"].tolist() == ["290000-01-01"]
    assert made["small"].tolist() == [5]
    assert made["near"].tolist() == [pd.Timestamp("2026-11-24 18:00:00")]


def test_columns_of_one_name_are_both_shown(warehouse: Path):
    page = ask(page_of(warehouse), "select 1 as a, 2 as a")
    assert page.dataframe[0].value.iloc[0].tolist() == [1, 2]


def test_no_words_of_data_are_rendered(warehouse: Path):
    page = ask(page_of(warehouse), "select name from artists where plays = 1")
    assert page.dataframe[0].value["name"].tolist() == [HOSTILE]
    kinds = json.loads(page.dataframe[0].proto.columns)
    assert set(kinds) <= {"_index"}
    ask(page, f'select "{HOSTILE.replace(chr(7), "")}" from artists')
    (box,) = page.error
    assert "://" not in box.value
    assert "![" not in box.value
