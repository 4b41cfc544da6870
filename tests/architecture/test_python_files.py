"""Python stays small, engines hold no numbers, dbt's Python models hold no logic."""

import pytest

from tests.architecture import python_rules
from tests.architecture.tree import ROOT, report, short, under

GOOD_MODEL = '''"""One row per artist."""
import os

from python_engines.clients import open_session


def model(dbt, session):
    dbt.config(tags=["network"])
    return open_session(os.environ).fetch(dbt.ref("int_lookups__seeds").df())
'''


def test_every_module_is_short() -> None:
    files = under("", suffix=".py")
    assert len(files) > 10
    report(
        python_rules.module_length.__doc__,
        [
            f"{short(f)}: {b}"
            for f in files
            for b in python_rules.module_length(f.read_text("utf-8"))
        ],
    )


def test_engines_hold_no_literal_numbers() -> None:
    clients = ROOT / "python_engines" / "clients"
    engines = [f for f in under("python_engines", suffix=".py") if not f.is_relative_to(clients)]
    assert engines
    report(
        python_rules.literal_numbers.__doc__,
        [
            f"{short(file)}: {breach}"
            for file in engines
            for breach in python_rules.literal_numbers(file.read_text("utf-8"))
        ],
    )


def test_dbt_python_models_only_call_engines() -> None:
    fetch = ROOT / "models" / "fetch"
    report(
        python_rules.dbt_model.__doc__,
        [
            f"{short(file)}: {breach}"
            for file in under("models", suffix=".py")
            for breach in python_rules.dbt_model(
                file.read_text("utf-8"), may_read_environment=file.is_relative_to(fetch)
            )
        ],
    )


def test_a_sound_model_passes() -> None:
    assert python_rules.dbt_model(GOOD_MODEL, may_read_environment=True) == []


@pytest.mark.parametrize(
    "code",
    [
        GOOD_MODEL + "\n" * 20,
        GOOD_MODEL.replace("def model", "def run"),
        GOOD_MODEL.replace("(dbt, session)", "(dbt)"),
        GOOD_MODEL + "\ndef helper():\n    return 1\n",
        GOOD_MODEL.replace("import os", "import os, pandas"),
        GOOD_MODEL.replace("import os", "import os\nLIMIT = 1"),
        GOOD_MODEL.replace("    dbt.config", "    import requests\n    dbt.config"),
    ],
)
def test_a_model_that_does_more_is_found(code: str) -> None:
    assert python_rules.dbt_model(code, may_read_environment=True)


def test_only_fetch_models_read_the_environment() -> None:
    assert python_rules.dbt_model(GOOD_MODEL, may_read_environment=False)


@pytest.mark.parametrize(
    "code", ["half = 0.5", "x = f(60)", "def f(n=10): ...", "x = y ** -2", "z = [7]"]
)
def test_a_number_in_an_engine_is_found(code: str) -> None:
    assert python_rules.literal_numbers(code)


@pytest.mark.parametrize(
    "code", ["x = y[2]", "x = y[:, 3:5]", "x = 1 - y", "x = True", "x = 1.0 / y"]
)
def test_plain_values_and_subscripts_pass(code: str) -> None:
    assert python_rules.literal_numbers(code) == []


def test_a_long_module_is_found() -> None:
    assert python_rules.module_length("x = 1\n" * 301)
    assert python_rules.module_length("x = 1\n" * 300) == []
