"""The project as dbt sees it, parsed once for all architecture tests."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.architecture.tree import ROOT
from tests.sharing import folder_of_the_run, made_once


@pytest.fixture(scope="session")
def manifest(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    clean_environment: None,
) -> dict[str, Any]:
    """`dbt parse` in a folder of its own; a project that does not parse fails with dbt's words."""
    made = made_once(folder_of_the_run(request.config, tmp_path_factory) / "dbt_parse", _parse)
    return dict(json.loads((made / "target" / "manifest.json").read_text(encoding="utf-8")))


def _parse(home: Path) -> None:
    environment = {
        **os.environ,
        "MM_HOME": str(home),
        "DBT_PROFILES_DIR": str(ROOT / "profiles"),
        "DBT_TARGET_PATH": str(home / "target"),
        "DBT_LOG_PATH": str(home / "logs"),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "DO_NOT_TRACK": "1",
    }
    dbt = Path(sys.executable).with_name("dbt")
    ran = subprocess.run(
        [dbt, "--no-use-colors", "--warn-error", "parse", "--no-partial-parse"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if ran.returncode:
        pytest.fail(f"dbt parse failed:\n{ran.stdout[-4000:]}{ran.stderr[-2000:]}", pytrace=False)
