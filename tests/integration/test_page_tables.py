"""What the pages' tables say of the sample that a unit test cannot know."""

from pathlib import Path

import pytest

from stores.paths import PROJECT_ROOT
from stores.warehouse import read_rows
from tests.integration.conftest import Demo

PUBLIC = sorted(
    file.stem
    for folder in (PROJECT_ROOT / "models" / "marts").iterdir()
    if folder.name != "pages"
    for file in folder.glob("*.sql")
)


@pytest.fixture
def warehouse(demo: Demo) -> Path:
    assert demo.done.returncode == 0, demo.done.stderr
    return demo.home / "data" / "mmuffin.duckdb"


def test_the_sql_page_knows_every_column_of_every_public_table(warehouse: Path) -> None:
    described = read_rows(warehouse, "select * from rpt_sql__columns")
    there = read_rows(
        warehouse,
        "select table_name, column_name from duckdb_columns()"
        " where table_name in (select unnest($names))",
        {"names": PUBLIC},
    )
    assert PUBLIC
    assert {(row["table_name"], row["column_name"]) for row in described} == {
        (row["table_name"], row["column_name"]) for row in there
    }


def test_what_columns_mean_is_told_in_words_not_in_markup(warehouse: Path) -> None:
    described = read_rows(warehouse, "select * from rpt_sql__columns")
    assert all(row["description"] and row["data_type"] for row in described)
    told = [f"{row['table_description']} {row['description']}" for row in described]
    assert [words for words in told if "{{" in words or "`" in words] == []
    # An apostrophe goes through SQL unharmed.
    assert any("'" in words for words in told)


def test_every_reason_in_the_ledger_has_its_words(warehouse: Path) -> None:
    rows = read_rows(warehouse, "select distinct reason, meaning from import_ledger")
    assert len(rows) > 10
    assert [row["reason"] for row in rows if row["meaning"] == row["reason"]] == []
