"""The questions of docs/queries.md, asked of the sample listener."""

import re

import pytest

from stores.paths import PROJECT_ROOT
from stores.warehouse import read_rows
from tests.integration.conftest import Demo

_TEXT = (PROJECT_ROOT / "docs" / "queries.md").read_text("utf-8")
QUESTIONS = dict(
    re.findall(r"^## \d+\. (.+?)\n.*?```sql\n(.+?)```", _TEXT, re.MULTILINE | re.DOTALL)
)


def test_there_are_twenty_questions() -> None:
    assert len(QUESTIONS) == _TEXT.count("```sql") == 20
    assert re.findall(r"^## (\d+)\. ", _TEXT, re.MULTILINE) == [str(n) for n in range(1, 21)]


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_finds_something(question: str, demo: Demo) -> None:
    assert read_rows(demo.home / "data" / "mmuffin.duckdb", QUESTIONS[question])
