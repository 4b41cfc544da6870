"""House rules over dbt's manifest. Each takes it and returns its breaches, a line each."""

import re
from pathlib import PurePosixPath
from typing import Any

from tests.architecture.sql_rules import computes

Manifest = dict[str, Any]
Node = dict[str, Any]

# What may stand in each folder, and from which folders it may read.
_NAMES = {
    "staging": r"stg_[a-z0-9]+__[a-z0-9_]+",
    "intermediate": r"int_[a-z0-9_]+?__[a-z0-9_]+",
    "fetch": r"fetch_[a-z0-9_]+",
    "engines": r"eng_[a-z0-9]+__[a-z0-9_]+",
    "marts/pages": r"rpt_[a-z0-9_]+?__[a-z0-9_]+",
    "marts": r"(?!(stg|int|eng|rpt|fetch)_)[a-z][a-z0-9_]*",
}
_MAY_READ = {
    "staging": {"source", "seed", "staging"},
    "intermediate": {"seed", "staging", "intermediate", "fetch", "engines", "marts"},
    "fetch": {"intermediate", "fetch"},
    "engines": {"intermediate", "fetch", "engines", "marts"},
    "marts/pages": {"marts", "marts/pages"},
    "marts": {"seed", "intermediate", "fetch", "engines", "marts"},
}
_UNIQUENESS_TESTS = ("unique", "unique_combination")
_UNIQUENESS_CONSTRAINTS = ("primary_key", "unique")
_FORMULA_TOPICS = ("plays", "engagement", "context", "candidates", "taste")


def folders(manifest: Manifest) -> list[str]:
    """A model stands in a known folder under the name that folder asks for."""
    breaches = []
    for model in models(manifest):
        folder = layer(model)
        if folder not in _NAMES:
            breaches.append(f"{path(model)}: not one of the folders {', '.join(_NAMES)}")
        elif not re.fullmatch(_NAMES[folder], model["name"]):
            breaches.append(f"{path(model)}: a {folder} model is named like {_NAMES[folder]}")
    return breaches


def reading(manifest: Manifest) -> list[str]:
    """Only staging reads sources, marts never read staging, their pages read only marts."""
    breaches = []
    for model in models(manifest):
        for parent_id in model["depends_on"]["nodes"]:
            parent = manifest["nodes"].get(parent_id) or manifest["sources"].get(parent_id)
            kind = parent["resource_type"] if parent else "nothing"
            kind = layer(parent) if parent and kind == "model" else kind
            if kind not in _MAY_READ.get(layer(model), ()):
                breaches.append(f"{path(model)}: {layer(model)} must not read {kind} ({parent_id})")
    return breaches


def neighbours(manifest: Manifest) -> list[str]:
    """Every model has one yml of its own name in its own folder."""
    breaches = []
    for model in models(manifest):
        expected = str(PurePosixPath(path(model)).with_suffix(".yml"))
        found = (model.get("patch_path") or "").removeprefix(f"{project(manifest)}://")
        if found != expected:
            breaches.append(f"{path(model)}: described in {found or 'no file'}, not in {expected}")
    return breaches


def descriptions(manifest: Manifest) -> list[str]:
    """Every model says in its yml what it is, a Python one (no header) also what one row is."""
    breaches = []
    for model in models(manifest):
        text = (model.get("description") or "").strip().lower()
        if not text:
            breaches.append(f"{path(model)}: no description")
        elif model["language"] == "python" and "one row per" not in text:
            breaches.append(f'{path(model)}: its description must say "One row per …"')
    return breaches


def mart_contracts(manifest: Manifest) -> list[str]:
    """A mart is an API: an enforced contract, every column typed and described, a unique grain."""
    breaches = []
    for model in models(manifest):
        if not layer(model).startswith("marts"):
            continue
        if not (model.get("contract") or {}).get("enforced"):
            breaches.append(f"{path(model)}: its contract is not enforced")
        if not model["columns"]:
            breaches.append(f"{path(model)}: no columns in its yml")
        for name, column in model["columns"].items():
            if not (column.get("description") or "").strip():
                breaches.append(f"{path(model)}: column {name} has no description")
            if not column.get("data_type"):
                breaches.append(f"{path(model)}: column {name} has no data_type")
        if not _has_unique_grain(manifest, model):
            breaches.append(f"{path(model)}: nothing proves that its grain is unique")
    return breaches


def unit_tests(manifest: Manifest) -> list[str]:
    """A model that holds a formula has a unit test, named as a sentence."""
    breaches = [
        f"unit test {test['name']}: name it as a sentence, like engagement_halves_after_a_half_life"
        for test in manifest["unit_tests"].values()
        if test["name"].count("_") < 2
    ]
    tested = {test["model"] for test in manifest["unit_tests"].values()}
    for model in models(manifest):
        topic = PurePosixPath(path(model)).parts[2]
        formula_folder = layer(model) == "intermediate" and topic in _FORMULA_TOPICS
        if formula_folder and holds_formula(model) and model["name"] not in tested:
            breaches.append(f"{path(model)}: holds a formula and has no unit test")
    return breaches


def macro_docs(manifest: Manifest) -> list[str]:
    """Every macro of ours is described in a yml, each of its arguments too."""
    breaches = []
    for macro in manifest["macros"].values():
        if macro["package_name"] != project(manifest) or macro["name"].startswith("test_"):
            continue
        where = f"{macro['original_file_path']}: macro {macro['name']}"
        if not (macro.get("description") or "").strip():
            breaches.append(f"{where} has no description")
        described = {a["name"] for a in macro.get("arguments", []) if a.get("description")}
        breaches += [
            f"{where}: argument {name} has no description"
            for name in macro_arguments(macro)
            if name not in described
        ]
    return breaches


def project(manifest: Manifest) -> str:
    """The name in dbt_project.yml."""
    name: str = manifest["metadata"]["project_name"]
    return name


def models(manifest: Manifest) -> list[Node]:
    """The project's models, by path."""
    found = [n for n in manifest["nodes"].values() if n["resource_type"] == "model"]
    return sorted(found, key=path)


def path(node: Node) -> str:
    """Path from the project's root, with forward slashes."""
    return str(node["original_file_path"]).replace("\\", "/")


def layer(model: Node) -> str:
    """The folder under models/ that says what a model may do."""
    parts = PurePosixPath(path(model)).parts[1:-1]
    if parts[:2] == ("marts", "pages"):
        return "marts/pages"
    return parts[0] if parts else "models"


def holds_formula(model: Node) -> bool:
    """SQL that computes: a case, a var, a macro of ours, arithmetic between two values."""
    own = f"macro.{model['unique_id'].split('.')[1]}."
    calls_macro = any(name.startswith(own) for name in model["depends_on"].get("macros", []))
    return model["language"] == "sql" and (calls_macro or computes(model["raw_code"]))


def macro_arguments(macro: Node) -> list[str]:
    """Names in the macro's signature."""
    signature = re.search(r"\{%-?\s*macro\s+\w+\s*\((.*?)\)\s*-?%\}", macro["macro_sql"], re.DOTALL)
    names = (
        [part.split("=")[0].strip() for part in signature.group(1).split(",")] if signature else []
    )
    return [name for name in names if name]


def _has_unique_grain(manifest: Manifest, model: Node) -> bool:
    constraints = list(model.get("constraints") or [])
    for column in model["columns"].values():
        constraints += column.get("constraints") or []
    tests = [
        (node.get("test_metadata") or {}).get("name")
        for node in manifest["nodes"].values()
        if node["resource_type"] == "test" and node.get("attached_node") == model["unique_id"]
    ]
    return any(c["type"] in _UNIQUENESS_CONSTRAINTS for c in constraints) or any(
        name in _UNIQUENESS_TESTS for name in tests
    )
