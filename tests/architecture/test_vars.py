"""Each number that changes a result has one home, a meaning and a use."""

import re
from dataclasses import fields
from typing import Any

import pytest
import yaml

from python_engines.evaluation import EvaluationParams
from tests.architecture.sql_rules import vars_used
from tests.architecture.tree import ROOT, report, under

NEEDED = ("meaning", "unit", "type")


def undeclared(used: set[str], declared: set[str]) -> list[str]:
    """Every var used is declared in dbt_project.yml."""
    return [f"{name} is used and not declared" for name in sorted(used - declared)]


def unused(used: set[str], declared: set[str]) -> list[str]:
    """Every var declared in dbt_project.yml is used."""
    return [f"{name} is declared and not used" for name in sorted(declared - used)]


def undescribed(described: dict[str, dict[str, Any]], declared: set[str]) -> list[str]:
    """config/variables.yml says of every declared var, and no other, its meaning, unit and type."""
    return [
        *(f"{name} is not described" for name in sorted(declared - set(described))),
        *(f"{name} is described and not declared" for name in sorted(set(described) - declared)),
        *(
            f"{name} has no {key}"
            for name, entry in sorted(described.items())
            for key in NEEDED
            if not str((entry or {}).get(key) or "").strip()
        ),
    ]


@pytest.fixture(scope="module")
def declared() -> set[str]:
    return set(yaml.safe_load((ROOT / "dbt_project.yml").read_text("utf-8"))["vars"])


@pytest.fixture(scope="module")
def used() -> set[str]:
    sql = [f.read_text("utf-8") for f in under("models", "macros", "tests/dbt", suffix=".sql")]
    yml = [
        f.read_text("utf-8") for f in under("models", "macros", "seeds", "tests/dbt", suffix=".yml")
    ]
    in_yml = set(re.findall(r"\bvar\(\s*['\"](\w+)['\"]", "\n".join(yml)))
    by_evaluate = {field.name for field in fields(EvaluationParams)}  # `mm evaluate` reads these
    return in_yml.union(by_evaluate, *(vars_used(text) for text in sql))


def test_vars_used_are_declared(used: set[str], declared: set[str]) -> None:
    assert used
    report(undeclared.__doc__, undeclared(used, declared))


def test_vars_declared_are_used(used: set[str], declared: set[str]) -> None:
    report(unused.__doc__, unused(used, declared))


def test_vars_are_described(declared: set[str]) -> None:
    described = yaml.safe_load((ROOT / "config/variables.yml").read_text("utf-8"))
    report(undescribed.__doc__, undescribed(described, declared))


def test_a_breach_is_found() -> None:
    entry = {"meaning": "first rank", "unit": "rank", "type": "integer"}
    assert undeclared({"a", "b"}, {"a"})
    assert unused({"a"}, {"a", "b"})
    assert undescribed({"a": entry}, {"a"}) == []
    assert undescribed({"a": entry}, {"a", "b"})
    assert undescribed({"a": entry, "b": entry}, {"a"})
    for key in NEEDED:
        assert undescribed({"a": {**entry, key: " "}}, {"a"})
