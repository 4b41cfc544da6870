"""What docs/tables.md says: every table that people query, from the files that dbt reads."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

_ROOT = Path(__file__).resolve().parent.parent
_MODELS = _ROOT / "models"
_MARTS = _MODELS / "marts"
_PAGES = "pages"
_BLOCK = re.compile(r"{%\s*docs (\w+)\s*%}(.*?){%\s*enddocs\s*%}", re.DOTALL)
_DOC = re.compile(r"{{\s*doc\('(\w+)'\)\s*}}")
_UNIQUE = ("unique", "unique_combination", "rank_is_dense")

Model = Mapping[str, Any]


def page(generated: str) -> str:
    """Return the page: how much is described and tested, then table after table."""
    marts, unit_tests = models(), _unit_tests()
    blocks = _blocks()
    parts = [
        "# Tables",
        generated,
        "What a build makes for people to query, with `mm sql` or any DuckDB client. The tables "
        "that only the pages read (`rpt_…`) are described beside their SQL, and by `mm docs` with "
        "all that lies between the export and these.",
        "\n".join(_coverage(marts, unit_tests)),
    ]
    for folder, each in marts:
        if folder == _PAGES:
            continue
        parts += [f"## {each['name']}", _words(each["description"], blocks)]
        rows = [
            f"| `{column['name']}` | {column['data_type'].replace('|', chr(92) + '|')} "
            f"| {_words(column['description'], blocks).replace('|', chr(92) + '|')} |"
            for column in each["columns"]
        ]
        parts.append("\n".join(["| column | type | meaning |", "|---|---|---|", *rows]))
    return "\n\n".join(parts) + "\n"


def models() -> list[tuple[str, Model]]:
    """Return each mart with the name of its folder, in the order of both."""
    return [
        (path.parent.name, model)
        for path in sorted(_MARTS.rglob("*.yml"))
        for model in _read(path).get("models", [])
    ]


def undescribed(each: Model) -> list[str]:
    """Return what of a mart has no description: its columns, and its own name."""
    parts = [each, *each["columns"]]
    return [part["name"] for part in parts if not str(part.get("description", "")).strip()]


def is_unique(each: Model) -> bool:
    """Return whether dbt sees to it that no row of the mart comes twice, or that it has one row."""
    tests = [*each.get("data_tests", []), *each.get("constraints", [])]
    for column in each["columns"]:
        tests += [*column.get("data_tests", []), *column.get("constraints", [])]
    names = {
        test if isinstance(test, str) else test.get("type", next(iter(test))) for test in tests
    }
    return bool(names & {*_UNIQUE, "primary_key"})


def _coverage(marts: list[tuple[str, Model]], unit_tests: Mapping[str, int]) -> Iterator[str]:
    yield "| | marts | columns | described | rows told apart | with unit tests of their own |"
    yield "|---|---|---|---|---|---|"
    for name, chosen in (
        ("for people", [each for folder, each in marts if folder != _PAGES]),
        ("for pages", [each for folder, each in marts if folder == _PAGES]),
    ):
        parts = sum(1 + len(each["columns"]) for each in chosen)
        missing = sum(len(undescribed(each)) for each in chosen)
        tested = sum(each["name"] in unit_tests for each in chosen)
        yield (
            f"| {name} | {len(chosen)} | {parts - len(chosen)} | {parts - missing} of {parts} "
            f"| {sum(map(is_unique, chosen))} of {len(chosen)} | {tested} |"
        )


def _unit_tests() -> dict[str, int]:
    found: dict[str, int] = {}
    for path in _MODELS.rglob("*.yml"):
        for test in _read(path).get("unit_tests", []):
            found[test["model"]] = found.get(test["model"], 0) + 1
    return found


def _blocks() -> dict[str, str]:
    texts = (path.read_text(encoding="utf-8") for path in _MODELS.rglob("*.md"))
    return {name: words for text in texts for name, words in _BLOCK.findall(text)}


def _words(description: str, blocks: Mapping[str, str]) -> str:
    return " ".join(_DOC.sub(lambda found: blocks[found[1]], description).split())


def _read(path: Path) -> dict[str, Any]:
    said = yaml.safe_load(path.read_text(encoding="utf-8"))
    return said if isinstance(said, dict) else {}
