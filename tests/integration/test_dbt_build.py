"""Plain `dbt build`, without `mm`, on the sample listener: every model, unit test and data test."""

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest

from stores import evaluations, feedback
from stores.paths import PROJECT_ROOT
from stores.warehouse import read_rows
from tests.integration.conftest import Demo
from tests.integration.mm import FROM_FILE

EVALUATED = [
    {
        **dict.fromkeys(evaluations.COLUMNS, 1),
        "scorer": scorer,
        "as_of": datetime(2024, 3, 10),
        "measured_at": datetime(2024, 3, 11, 9, 30),
        "ndcg": ndcg,
    }
    for scorer, ndcg in (("random", None), ("hybrid", 0.2))
]


@pytest.fixture
def home(demo: Demo, tmp_path: Path) -> Path:
    """A home that holds the sample listener's imported history, and no warehouse."""
    shutil.copytree(demo.home / "data" / "history", tmp_path / "home" / "data" / "history")
    feedback.ensure(tmp_path / "home" / "data" / "feedback.csv")
    evaluations.ensure(tmp_path / "home" / "data" / "evaluations")
    evaluations.replace(tmp_path / "home" / "data" / "evaluations", EVALUATED)
    return tmp_path / "home"


def run_dbt(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run dbt as a user without `mm` would, with its output in the home."""
    environment = {
        **os.environ,
        "MM_HOME": str(home),
        **FROM_FILE,
        "DBT_TARGET_PATH": str(home / "target"),
        "DBT_LOG_PATH": str(home / "logs"),
    }
    return subprocess.run(
        [
            Path(sys.executable).with_name("dbt"),
            "--no-use-colors",
            *arguments,
            "--profiles-dir",
            "profiles",
        ],
        cwd=PROJECT_ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def test_plain_dbt_builds_the_sample_and_every_test_of_it_passes(home: Path) -> None:
    ran = run_dbt(home, "build")
    if ran.returncode:
        pytest.fail(f"dbt build failed:\n{ran.stdout[-6000:]}{ran.stderr[-2000:]}", pytrace=False)

    results = json.loads((home / "target" / "run_results.json").read_text("utf-8"))["results"]
    ran_by_kind = Counter(result["unique_id"].split(".")[0] for result in results)
    # Pages are exposures: dbt lists them and has nothing to run.
    done = [result for result in results if not result["unique_id"].startswith("exposure.")]
    assert {result["status"] for result in done} <= {"success", "pass"}
    manifest = json.loads((home / "target" / "manifest.json").read_text("utf-8"))
    declared = Counter(key.split(".")[0] for key in manifest["nodes"])
    assert ran_by_kind["unit_test"] == len(manifest["unit_tests"]) > 0
    for kind in ("model", "seed", "test"):
        assert ran_by_kind[kind] == declared[kind] > 0

    found = read_rows(
        home / "data" / "mmuffin.duckdb",
        "select scorer, as_of, ndcg, ndcg_place, is_last_cutoff from engine_evaluations order by 1",
    )
    assert [tuple(row.values()) for row in found] == [
        ("hybrid", datetime(2024, 3, 10), 0.2, 1, True),
        ("random", datetime(2024, 3, 10), None, 2, True),
    ]
