from pathlib import Path

from stores.paths import PROJECT_ROOT, Home


def test_the_home_is_the_project_unless_said_otherwise():
    assert Home.from_environment({}).root == PROJECT_ROOT
    assert Home.from_environment({"MM_HOME": "  "}).root == PROJECT_ROOT
    assert (PROJECT_ROOT / "dbt_project.yml").is_file()


def test_everything_of_a_listener_lies_below_their_home(tmp_path: Path):
    home = Home.from_environment({"MM_HOME": str(tmp_path)})
    paths = (home.config, home.exports, home.history, home.warehouse, home.answers, home.target)
    assert all(path.is_relative_to(tmp_path) for path in paths)
    assert home.warehouse == tmp_path / "data" / "mmuffin.duckdb"


def test_the_warehouse_may_lie_elsewhere_and_is_built_beside_itself(tmp_path: Path):
    home = Home.from_environment(
        {"MM_HOME": str(tmp_path / "home"), "MM_WAREHOUSE": str(tmp_path / "my.music.duckdb")}
    )
    assert home.warehouse == tmp_path / "my.music.duckdb"
    assert home.staging_warehouse.parent == tmp_path
    # DuckDB names the catalog after what stands before the first dot.
    assert home.staging_warehouse.name.split(".")[0] == home.warehouse.name.split(".")[0]


def test_a_relative_home_is_meant_from_the_current_folder(tmp_path: Path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert Home.from_environment({"MM_HOME": "mine"}).root == tmp_path / "mine"
