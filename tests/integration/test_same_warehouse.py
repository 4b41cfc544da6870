"""The same history gives the same tables: whatever the layout, the threads, the tool, the day."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from stores.paths import PROJECT_ROOT
from tests.integration.fingerprints import fingerprints
from tests.integration.mm import FROM_FILE, Mm
from tests.sample_data.generate import generate_export

pytestmark = pytest.mark.slow

PLAYS = 6_000


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory, clean_environment: None) -> Path:
    """One export in three layouts: unpacked with a zip beside it, one zip, one flat folder."""
    folder = tmp_path_factory.mktemp("exports")
    for layout in ("folder", "zip", "flat"):
        generate_export(folder / layout, plays=PLAYS, form=layout)
    return folder


def listener(tmp_path_factory: pytest.TempPathFactory, **settings: str) -> Mm:
    home = tmp_path_factory.mktemp("home") / "home"
    return Mm(home, {**FROM_FILE, **settings})


def warehouse_of(mm: Mm) -> Path:
    return mm.home / "data" / "mmuffin.duckdb"


def build(mm: Mm, *arguments: str) -> dict[str, str]:
    done = mm.run("build", *arguments)
    assert done.returncode == 0, done.stderr
    return fingerprints(warehouse_of(mm))


@pytest.fixture(scope="module")
def built_once(exports: Path, tmp_path_factory: pytest.TempPathFactory) -> Mm:
    """The home in which the unpacked export was built. Only to be read."""
    mm = listener(tmp_path_factory)
    build(mm, "--data-folder", str(exports / "folder"))
    return mm


@pytest.fixture(scope="module")
def reference(built_once: Mm) -> dict[str, str]:
    """The marts of the unpacked export."""
    return fingerprints(warehouse_of(built_once))


def test_the_checksums_tell_tables_apart(reference: dict[str, str]) -> None:
    assert len(set(reference.values())) == len(reference) > 10


@pytest.mark.parametrize(("layout", "threads"), [("zip", "1"), ("flat", "4")])
def test_neither_the_layout_of_an_export_nor_the_number_of_threads_changes_the_tables(
    layout: str,
    threads: str,
    exports: Path,
    reference: dict[str, str],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = exports / layout
    zips = sorted(folder.glob("*.zip"))
    path = zips[0] if layout == "zip" and len(zips) == 1 else folder
    mm = listener(tmp_path_factory, MM_THREADS=threads)
    assert build(mm, "--data-folder", str(path)) == reference


def test_building_again_after_a_second_import_changes_nothing(
    exports: Path, built_once: Mm, reference: dict[str, str], tmp_path: Path
) -> None:
    shutil.copytree(built_once.home, tmp_path / "home")
    again = Mm(tmp_path / "home", built_once.env)
    assert build(again, "--data-folder", str(exports / "flat")) == reference


def test_plain_dbt_builds_the_same_tables_as_mm(
    exports: Path, reference: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    mm = listener(tmp_path_factory)
    assert mm.run("import", str(exports / "folder")).returncode == 0
    dbt = Path(sys.executable).with_name("dbt")
    ran = subprocess.run(
        [dbt, "build", "--exclude-resource-type", "unit_test", "--profiles-dir", "profiles"],
        cwd=PROJECT_ROOT,
        env={
            **os.environ,
            "MM_HOME": str(mm.home),
            **FROM_FILE,
            "DBT_TARGET_PATH": str(mm.home / "target"),
            "DBT_LOG_PATH": str(mm.home / "logs"),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout[-4000:]
    assert fingerprints(warehouse_of(mm)) == reference


def test_an_earlier_day_replays_the_past(
    exports: Path, reference: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    mm = listener(tmp_path_factory)
    past = build(mm, "--data-folder", str(exports / "folder"), "--vars", "as_of:2022-01-01")
    assert past["artist_preferences"] != reference["artist_preferences"]
    latest = mm.answer("sql", "select max(ended_at) as latest from fct_plays")[0]["latest"]
    assert latest <= "2022-01-01T00:00:00"
    rejected = mm.answer(
        "sql", "select count(*) as n from import_ledger where reason = 'after_as_of'"
    )
    assert rejected[0]["n"] > 0
    assert json.loads(mm.answer("sql", "from run_report")[0]["vars_said"])["as_of"]
