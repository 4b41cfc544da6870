"""The pages that are written from the program say what the program says."""

from pathlib import Path

import pytest

from cli.app import app
from docs import reference, tables
from tests.architecture.tree import report, short


@pytest.mark.parametrize("path", reference.pages(), ids=lambda path: path.name)
def test_a_written_page_is_fresh(path: Path) -> None:
    said = path.read_text("utf-8") if path.is_file() else ""
    stale = [] if said == reference.pages()[path] else [f"{short(path)}: run `make reference`"]
    report("Pages written from the program are written anew when it changes.", stale)


def commands_without(words: str) -> list[str]:
    """Commands whose help does not have these words."""
    return [path for path, each in reference.commands(app) if words not in (each.help or "")]


def test_every_command_shows_an_example() -> None:
    report("The help of each command has an example.", commands_without("Example: "))


def test_a_command_without_an_example_would_be_found() -> None:
    assert len(commands_without("no help has these words")) > 20


def test_every_option_says_what_it_means() -> None:
    silent = [
        f"{path} {option.opts[-1]}"
        for path, each in reference.commands(app)
        for option in each.params
        if not getattr(option, "help", "")
    ]
    report("Each option and argument has words that say what it means.", silent)


def test_every_mart_is_described_and_its_rows_told_apart() -> None:
    bare = [
        f"{each['name']}: {name}"
        for _, each in tables.models()
        for name in tables.undescribed(each)
    ]
    report("Each mart and each column of it has a description.", bare)
    same = [each["name"] for _, each in tables.models() if not tables.is_unique(each)]
    report("Of each mart dbt sees to it that no row comes twice.", same)


def test_a_mart_without_words_or_key_would_be_found() -> None:
    column = {"name": "c", "data_type": "varchar", "description": " "}
    bare = {"name": "m", "description": "One row per c.", "columns": [column]}
    assert tables.undescribed(bare) == ["c"]
    assert not tables.is_unique(bare)
    assert tables.is_unique(bare | {"columns": [column | {"data_tests": ["unique"]}]})
