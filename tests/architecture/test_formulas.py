"""Each formula of docs/formulas.md names tests that are there."""

import re

from tests.architecture.tree import ROOT, report, under

_TEXT = (ROOT / "docs" / "formulas.md").read_text("utf-8")
_SECTION = re.compile(r"^## (.+?)\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_TESTS = re.compile(r"^\*Tests?: (.+?)\*$", re.MULTILINE | re.DOTALL)


def untested(text: str) -> list[str]:
    """Every section on a formula ends by naming the tests that run its example."""
    return [title for title, body in _SECTION.findall(text) if not _TESTS.search(body)]


def missing(text: str, known: set[str]) -> list[str]:
    """Every test that is named there exists."""
    named = {name for line in _TESTS.findall(text) for name in re.findall(r"`(\w+)`", line)}
    return sorted(named - known)


def known_tests() -> set[str]:
    ymls = "\n".join(f.read_text("utf-8") for f in under("models", "macros", suffix=".yml"))
    tests = "\n".join(f.read_text("utf-8") for f in under("tests", suffix=".py"))
    dbt = {file.stem for file in under("tests/dbt", suffix=".sql")}
    files = {file.stem for file in under("tests", suffix=".py")}
    return (
        dbt
        | files
        | set(re.findall(r"- name: (\w+)", ymls))
        | set(re.findall(r"def (test_\w+)", tests))
    )


def test_each_formula_names_its_tests() -> None:
    report(untested.__doc__, untested(_TEXT))


def test_the_named_tests_exist() -> None:
    report(missing.__doc__, missing(_TEXT, known_tests()))


def test_a_formula_without_a_test_would_be_found() -> None:
    text = "## A\nwords\n*Tests: `no_such_test`*\n## B\nwords\n"
    assert (untested(text), missing(text, {"other"})) == (["B"], ["no_such_test"])
