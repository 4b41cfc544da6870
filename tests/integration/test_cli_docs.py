"""`mm docs`: the catalogue is made from a copy, holds what the models say, and is ours alone."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import duckdb
import pytest

from tests.integration.conftest import Demo
from tests.integration.mm import Mm, error_of
from tests.integration.serving import doors_of, environment_of, get, port_told_by, server_of


@dataclass(frozen=True)
class Catalogue:
    """An `mm --demo docs` that runs, made while somebody was reading the warehouse."""

    process: subprocess.Popen[str]
    port: int
    home: Path


@pytest.fixture(scope="module")
def catalogue(demo: Demo) -> Iterator[Catalogue]:
    assert demo.done.returncode == 0, demo.done.stderr
    warehouse = demo.home / "data" / "mmuffin.duckdb"
    # Whoever wanted to write to the warehouse itself would fail now.
    with duckdb.connect(str(warehouse), read_only=True):
        process = demo.mm.start("--demo", "docs", "--no-browser")
        port = port_told_by(process)
    try:
        yield Catalogue(process, port, demo.home)
    finally:
        process.terminate()
        process.communicate(timeout=60)


@pytest.mark.slow
def test_the_catalogue_tells_what_models_and_columns_mean(catalogue: Catalogue) -> None:
    with urlopen(f"http://127.0.0.1:{catalogue.port}/") as answer:
        page = answer.read().decode()
        policy = answer.headers["Content-Security-Policy"]
    assert "One row per recommended artist" in page
    assert '"artist_preferences"' in page
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy.split("script-src")[1].split(";")[0]


@pytest.mark.slow
def test_nothing_but_the_catalogue_is_served_and_only_here(catalogue: Catalogue) -> None:
    own = f"127.0.0.1:{catalogue.port}"
    assert get(catalogue.port, "/manifest.json", own) == 404
    assert get(catalogue.port, "/../target/manifest.json", own) == 404
    assert get(catalogue.port, "/", f"evil.example:{catalogue.port}") == 403
    server = server_of(catalogue.process.pid)
    assert doors_of(server) == {("127.0.0.1", catalogue.port)}
    assert not [name for name in environment_of(server) if name.startswith(("LASTFM", "DBT_"))]


@pytest.mark.slow
def test_no_copy_of_the_warehouse_stays(catalogue: Catalogue) -> None:
    assert list(catalogue.home.glob("cache/docs/served/index.html"))
    assert not list(catalogue.home.glob("cache/**/*.duckdb*"))


def test_without_a_warehouse_it_says_what_to_do(mm: Mm) -> None:
    done = mm.run("docs")
    assert done.returncode == 6
    assert "run `mm build`" in error_of(done)
