"""An engine joins by one model with its yml and one entry in the var `engines`; nothing else."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
import yaml

from stores.paths import PROJECT_ROOT
from tests.integration.mm import FROM_FILE, Mm

pytestmark = pytest.mark.slow

MODEL = """
import pyarrow as pa

from python_engines.candidates import CANDIDATES


def model(dbt, session):
    dbt.ref("int_run__parameters")
    name = "Nobody Has Heard Of"
    row = {"artist_id": name.lower(), "artist_name": name, "score": 1.0, "engine_rank": 1,
           "confidence": 1.0, "support": 1, "seeds": []}
    return pa.Table.from_pylist([row], schema=CANDIDATES)
"""
UNIT_TESTS_BEFORE_AND_AFTER = [
    f"resource_type:unit_test,path:models/{folder}"
    for folder in ("intermediate", "marts/core", "marts/listening", "marts/pages")
]
"""Those of models to which it is nothing how many engines there are."""
YML = """
version: 2
models:
  - name: eng_toy__candidates
    description: One row per artist of a made-up engine.
"""


def test_a_second_engine_is_blended_with_one_model_and_one_entry(built: Mm, tmp_path: Path) -> None:
    project = tmp_path / "project"
    for part in ("models", "macros", "seeds", "profiles", "tests/dbt"):
        shutil.copytree(PROJECT_ROOT / part, project / part)
    settings = yaml.safe_load((PROJECT_ROOT / "dbt_project.yml").read_text("utf-8"))
    settings["vars"]["engines"]["toy"] = 9.0
    (project / "dbt_project.yml").write_text(yaml.safe_dump(settings), "utf-8")
    (project / "models/engines/eng_toy__candidates.py").write_text(MODEL, "utf-8")
    (project / "models/engines/eng_toy__candidates.yml").write_text(YML, "utf-8")

    ran = subprocess.run(
        [
            *(Path(sys.executable).with_name("dbt"), "build", "--profiles-dir", "profiles"),
            *("--exclude", *UNIT_TESTS_BEFORE_AND_AFTER),
        ],
        cwd=project,
        env={
            **os.environ,
            "MM_HOME": str(built.home),
            **FROM_FILE,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout[-4000:]

    warehouse = built.home / "data" / "mmuffin.duckdb"
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        engines = connection.execute("select distinct engine from engine_candidates").fetchall()
        first = connection.execute(
            "select artist_name, engine_shares from recommendations where rank = 1"
        ).fetchall()
    assert {engine for (engine,) in engines} == {"content", "temporal", "context", "toy"}
    assert first == [("Nobody Has Heard Of", [{"engine": "toy", "share": 1.0}])]
