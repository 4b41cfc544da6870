"""The linters' settings catch what they are there for: a setting that went missing fails here."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.tree import PACKAGES, ROOT

SOUND_SQL = "select plays.artist_id\nfrom plays\norder by plays.artist_id asc\n"


def run(tool: str, *arguments: str | Path, cwd: Path = ROOT, text: str = "") -> tuple[int, str]:
    """Exit code and all output of a tool of this environment."""
    ran = subprocess.run(
        [Path(sys.executable).with_name(tool), *arguments],
        cwd=cwd,
        input=text,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "COLUMNS": "200"},
    )
    return ran.returncode, ran.stdout + ran.stderr


@pytest.mark.parametrize(
    ("file", "code", "rule"),
    [
        ("cli/ask.py", '"""Ask."""\n\nprint(1)\n', "T201"),
        ("python_engines/x.py", '"""X."""\n\n\ndef score():\n    return 1\n', "D103"),
        ("ingest/x.py", "x = 1\n", "D100"),
        ("ingest/x.py", '"""X."""\n\nassert 1\n', "S101"),
        ("stores/x.py", '"""X."""\n\nimport os.path\n\ny = os.path.join("a", "b")\n', "PTH118"),
        ("stores/x.py", '"""X."""\n\nx = "' + "a" * 100 + '"\n', "E501"),
        ("cli/x.py", '"""X."""\n\ntry:\n    x = 1\nexcept Exception:\n    pass\n', "S110"),
    ],
)
def test_ruff_finds(file: str, code: str, rule: str) -> None:
    exit_code, output = run("ruff", "check", "--no-cache", "--stdin-filename", file, "-", text=code)
    assert exit_code == 1
    assert rule in output


def test_ruff_lets_the_output_module_print() -> None:
    code = '"""Output."""\n\nprint(1)\n'
    assert (
        run("ruff", "check", "--no-cache", "--stdin-filename", "cli/output.py", "-", text=code)[0]
        == 0
    )


def _packages(folder: Path) -> Path:
    for package in (*PACKAGES, "python_engines/clients"):
        (folder / package).mkdir()
        (folder / package / "__init__.py").write_text('"""A package."""\n')
    (folder / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    (folder / "python_engines/content.py").write_text("import numpy\n")
    (folder / "python_engines/clients/http.py").write_text("import os, requests, stores\n")
    (folder / "cli/build.py").write_text(
        "import ingest, stores, duckdb\nimport python_engines.clients\n"
    )
    return folder


def test_import_linter_passes_a_sound_tree(tmp_path: Path) -> None:
    assert run("lint-imports", "--no-cache", cwd=_packages(tmp_path))[0] == 0


@pytest.mark.parametrize(
    ("module", "code"),
    [
        ("ingest/a.py", "import cli"),
        ("ingest/a.py", "import python_engines"),
        ("ingest/a.py", "import dbt"),
        ("ingest/a.py", "import duckdb"),
        ("stores/a.py", "import ingest"),
        ("stores/a.py", "import requests"),
        ("stores/a.py", "import typer"),
        ("python_engines/a.py", "import ingest"),
        ("python_engines/a.py", "import os"),
        ("python_engines/a.py", "import requests"),
        ("python_engines/a.py", "import python_engines.clients"),
        ("python_engines/clients/a.py", "import typer"),
        ("cli/a.py", "import requests"),
        ("cli/a.py", "import dbt.cli.main"),
    ],
)
def test_import_linter_finds(tmp_path: Path, module: str, code: str) -> None:
    (_packages(tmp_path) / module).write_text(code + "\n")
    exit_code, output = run("lint-imports", "--no-cache", cwd=tmp_path)
    assert exit_code == 1
    assert "1 broken" in output or "2 broken" in output


BAD_SQL = {
    "CP01": SOUND_SQL.replace("select", "SELECT"),
    "CV03": SOUND_SQL.replace("id\nfrom", "id,\nfrom"),
    "LT02": SOUND_SQL.replace("from", "  from"),
    "AL02": SOUND_SQL.replace("id\nfrom", "id identity\nfrom"),
    "CV11": SOUND_SQL.replace("id\nfrom", "id::text as x\nfrom"),
    "LT05": SOUND_SQL.replace("id\nfrom", f"{'i' * 100}\nfrom"),
    "TMP": SOUND_SQL.replace("order", "where plays.n > {{ var('no_such_var') }}\norder"),
    "sound": SOUND_SQL.replace("order", "where plays.n > {{ var('tier_start') }}\norder"),
}


@pytest.fixture(scope="module")
def sqlfluff_found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """Codes that sqlfluff reports for each of BAD_SQL, from one run of it."""
    folder = tmp_path_factory.mktemp("sql")
    for name, sql in BAD_SQL.items():
        (folder / f"{name}.sql").write_text(sql)
    config = ("--config", ROOT / ".sqlfluff", "--disable-progress-bar", "--format", "json")
    output = run("sqlfluff", "lint", *config, folder)[1]
    found = json.loads(output[output.index("[") : output.rindex("]") + 1])
    return {Path(f["filepath"]).stem: {v["code"] for v in f["violations"]} for f in found}


@pytest.mark.parametrize("rule", [name for name in BAD_SQL if name != "sound"])
def test_sqlfluff_finds(rule: str, sqlfluff_found: dict[str, set[str]]) -> None:
    assert rule in sqlfluff_found[rule]


def test_sqlfluff_reads_vars_of_the_project(sqlfluff_found: dict[str, set[str]]) -> None:
    assert sqlfluff_found["sound"] == set()
