"""The dbt project keeps its layers, names, contracts and docs."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from tests.architecture import dbt_rules
from tests.architecture.tree import report

Rule = Callable[[dbt_rules.Manifest], list[str]]

RULES: list[Rule] = [
    dbt_rules.folders,
    dbt_rules.reading,
    dbt_rules.neighbours,
    dbt_rules.descriptions,
    dbt_rules.mart_contracts,
    dbt_rules.unit_tests,
    dbt_rules.macro_docs,
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_project_keeps(rule: Rule, manifest: dict[str, Any]) -> None:
    report(rule.__doc__, rule(manifest))


def test_the_manifest_holds_the_project(manifest: dict[str, Any]) -> None:
    """Else every rule above would pass on nothing."""
    layers = {dbt_rules.layer(model) for model in dbt_rules.models(manifest)}
    assert {"staging", "intermediate", "marts"} <= layers
    assert manifest["unit_tests"]


# A small project that keeps every rule; each case below breaks one thing in it.


def _model(path: str, *parents: str, **more: Any) -> dbt_rules.Node:
    name = path.rsplit("/", 1)[1].split(".")[0]
    return {
        "unique_id": f"model.mmuffin.{name}",
        "resource_type": "model",
        "name": name,
        "language": "python" if path.endswith(".py") else "sql",
        "original_file_path": path,
        "patch_path": "mmuffin://" + path.rsplit(".", 1)[0] + ".yml",
        "description": "One row per thing.",
        "raw_code": "select 1 as x",
        "columns": {},
        "constraints": [],
        "depends_on": {"nodes": list(parents), "macros": []},
        **more,
    }


def _small_project() -> dbt_rules.Manifest:
    staging = _model(
        "models/staging/spotify/stg_spotify__plays.sql", "source.mmuffin.spotify.plays"
    )
    middle = _model(
        "models/intermediate/plays/int_plays__kept.sql",
        staging["unique_id"],
        raw_code="select a.x * {{ var('y') }} from a",
    )
    mart = _model(
        "models/marts/core/fct_plays.sql",
        middle["unique_id"],
        contract={"enforced": True},
        columns={"x": {"description": "X.", "data_type": "bigint"}},
    )
    page = _model(
        "models/marts/pages/rpt_home__plays.sql",
        mart["unique_id"],
        contract={"enforced": True},
        columns={
            "x": {"description": "X.", "data_type": "int", "constraints": [{"type": "unique"}]}
        },
    )
    engine = _model("models/engines/eng_content__candidates.py", middle["unique_id"])
    test = {
        "resource_type": "test",
        "test_metadata": {"name": "unique_combination"},
        "attached_node": mart["unique_id"],
    }
    return {
        "metadata": {"project_name": "mmuffin"},
        "nodes": {
            **{m["unique_id"]: m for m in (staging, middle, engine, mart, page)},
            "test.a": test,
        },
        "sources": {"source.mmuffin.spotify.plays": {"resource_type": "source"}},
        "unit_tests": {"u": {"name": "a_play_is_kept_once", "model": "int_plays__kept"}},
        "macros": {
            "macro.mmuffin.hours": {
                "package_name": "mmuffin",
                "name": "hours",
                "original_file_path": "macros/hours.sql",
                "description": "Hours.",
                "arguments": [{"name": "ms", "description": "Milliseconds."}],
                "macro_sql": "{% macro hours(ms, zero=0) %}{% endmacro %}",
            }
        },
    }


def _with(path: str, value: Any) -> dbt_rules.Manifest:
    """The small project with one value changed; path parts are separated by `/`."""
    project = copy.deepcopy(_small_project())
    project["macros"]["macro.mmuffin.hours"]["macro_sql"] = "{% macro hours(ms) %}{% endmacro %}"
    *parents, last = path.split("/")
    target = project
    for part in parents:
        target = target[part]
    target[last] = value
    return project


STAGING = "nodes/model.mmuffin.stg_spotify__plays"
MIDDLE = "nodes/model.mmuffin.int_plays__kept"
MART = "nodes/model.mmuffin.fct_plays"
PAGE = "nodes/model.mmuffin.rpt_home__plays"
MACRO = "macros/macro.mmuffin.hours"

BAD: list[tuple[Rule, str, Any]] = [
    (dbt_rules.folders, f"{STAGING}/name", "spotify_plays"),
    (dbt_rules.folders, f"{MIDDLE}/name", "int_plays"),
    (dbt_rules.folders, f"{MART}/name", "rpt_plays"),
    (dbt_rules.folders, f"{PAGE}/name", "home"),
    (dbt_rules.folders, f"{MART}/original_file_path", "models/fct_plays.sql"),
    (dbt_rules.reading, f"{MIDDLE}/depends_on/nodes", ["source.mmuffin.spotify.plays"]),
    (dbt_rules.reading, f"{MART}/depends_on/nodes", ["model.mmuffin.stg_spotify__plays"]),
    (dbt_rules.reading, f"{PAGE}/depends_on/nodes", ["model.mmuffin.int_plays__kept"]),
    (dbt_rules.reading, f"{STAGING}/depends_on/nodes", ["model.mmuffin.fct_plays"]),
    (dbt_rules.neighbours, f"{MIDDLE}/patch_path", "mmuffin://models/intermediate/_models.yml"),
    (dbt_rules.neighbours, f"{MIDDLE}/patch_path", None),
    (dbt_rules.descriptions, f"{STAGING}/description", " "),
    (dbt_rules.descriptions, "nodes/model.mmuffin.eng_content__candidates/description", "Content."),
    (dbt_rules.mart_contracts, f"{MART}/contract", {"enforced": False}),
    (dbt_rules.mart_contracts, f"{MART}/columns", {}),
    (dbt_rules.mart_contracts, f"{MART}/columns/x/description", ""),
    (dbt_rules.mart_contracts, f"{MART}/columns/x/data_type", None),
    (dbt_rules.mart_contracts, "nodes/test.a/test_metadata/name", "not_null"),
    (dbt_rules.mart_contracts, f"{PAGE}/columns/x/constraints", [{"type": "not_null"}]),
    (dbt_rules.unit_tests, "unit_tests", {}),
    (dbt_rules.unit_tests, "unit_tests/u/name", "test1"),
    (dbt_rules.macro_docs, f"{MACRO}/description", ""),
    (dbt_rules.macro_docs, f"{MACRO}/arguments", []),
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_a_sound_project_passes(rule: Rule) -> None:
    assert rule(_with(f"{STAGING}/name", "stg_spotify__plays")) == []


@pytest.mark.parametrize(
    ("rule", "path", "value"), BAD, ids=lambda v: getattr(v, "__name__", str(v))
)
def test_a_breach_is_found(rule: Rule, path: str, value: Any) -> None:
    assert len(rule(_with(path, value))) == 1


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("select * from a", False),
        ("select count(*) as n, a.x -- a * b\nfrom a", False),
        ("select 'a + b' as x from a", False),
        ("select case when a.x then 1 end as y", True),
        ("select a.x / a.y as z", True),
        ("select a.x - a.y as z", True),
        ("select {{ var('y') }} as z", True),
    ],
)
def test_a_formula_is_told_from_a_plain_select(sql: str, expected: bool) -> None:
    assert dbt_rules.holds_formula(_model("models/intermediate/a.sql", raw_code=sql)) is expected
