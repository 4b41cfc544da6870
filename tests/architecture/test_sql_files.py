"""Every SQL file of models and macros keeps the house rules for SQL."""

from pathlib import Path

import pytest

from tests.architecture import sql_rules
from tests.architecture.sql_rules import Rule
from tests.architecture.tree import ROOT, report, short, under

EVERYWHERE: list[Rule] = [
    sql_rules.literal_numbers,
    sql_rules.clocks,
    sql_rules.var_calls,
    sql_rules.unordered_aggregates,
    sql_rules.unordered_windows,
    sql_rules.unordered_limits,
    sql_rules.positional_grouping,
    sql_rules.hard_coded_relations,
]


def is_unit_macro(file: Path) -> bool:
    """macros/units.sql and the folder macros/units: the only home of unit constants."""
    parts = Path(short(file)).parts
    return parts[0] == "macros" and parts[1] in ("units", "units.sql")


@pytest.mark.parametrize("rule", EVERYWHERE, ids=lambda rule: rule.__name__)
def test_models_and_macros_keep(rule: Rule) -> None:
    report(
        rule.__doc__,
        [
            f"{short(file)}: {breach}"
            for file in under("models", "macros", suffix=".sql")
            if not (rule is sql_rules.literal_numbers and is_unit_macro(file))
            for breach in rule(file.read_text(encoding="utf-8"))
        ],
    )


def test_every_model_says_what_one_row_is() -> None:
    models = under("models", suffix=".sql")
    assert models
    report(
        sql_rules.header.__doc__,
        [
            f"{short(file)}: {breach}"
            for file in models
            for breach in sql_rules.header(file.read_text(encoding="utf-8"))
        ],
    )


def test_only_the_units_macros_may_hold_constants() -> None:
    assert is_unit_macro(ROOT / "macros/units.sql")
    assert is_unit_macro(ROOT / "macros/units/hours.sql")
    assert not is_unit_macro(ROOT / "macros/decay.sql")
    assert not is_unit_macro(ROOT / "models/units/hours.sql")
