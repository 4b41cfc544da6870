"""`mm view` as a user has it: one address, one end, nothing that goes on behind their back."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import duckdb
import pytest

from stores.paths import PROJECT_ROOT
from tests.integration.conftest import Demo
from tests.integration.logs import last_run_in
from tests.integration.mm import Mm, error_of
from tests.integration.serving import (
    connection_to,
    doors_of,
    ends,
    environment_of,
    get,
    port_told_by,
    server_of,
)

_KEY = "0123456789abcdef" * 2
_ALLOWED = {"PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "PYTHONPATH"}
_WITH_SECRETS = {
    "LASTFM_API_KEY": _KEY,
    "LISTENBRAINZ_TOKEN": str(UUID(_KEY)),
    "DBT_ENV_SECRET_LASTFM_API_KEY": _KEY,
    "MM_SECRETS_PASSWORD": "a password of some length",
    "MUSICBRAINZ_USER_AGENT": "someone/1 (someone@example.org)",
    "STREAMLIT_SERVER_ADDRESS": "0.0.0.0",
}


@dataclass(frozen=True)
class Viewed:
    """An `mm --demo view` that runs, at a desktop."""

    process: subprocess.Popen[str]
    port: int
    opened: Path
    """A pipe into which the browser of this desktop writes what it opens."""


@pytest.fixture(scope="module")
def viewed(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Viewed]:
    assert demo.done.returncode == 0, demo.done.stderr
    desktop = tmp_path_factory.mktemp("desktop")
    opened, browser = desktop / "opened", desktop / "browser"
    os.mkfifo(opened)
    browser.write_text(f'#!/bin/sh\necho "$1" > "{opened}"\n')
    browser.chmod(0o755)
    env = {**_WITH_SECRETS, "DISPLAY": ":0", "BROWSER": f"{browser} %s &"}
    process = Mm(demo.mm.home, env).start("--demo", "view", "--port", "0")
    try:
        yield Viewed(process, port_told_by(process), opened)
    finally:
        process.terminate()
        process.communicate(timeout=60)


def test_the_browser_of_the_desktop_opens_the_pages(viewed: Viewed) -> None:
    address = f"http://127.0.0.1:{viewed.port}/"
    assert viewed.opened.read_text() == address + "\n"
    assert get(viewed.port, "/", f"127.0.0.1:{viewed.port}") == 200


def test_only_this_machine_finds_a_door(viewed: Viewed) -> None:
    assert doors_of(viewed.process.pid) == set()
    assert doors_of(server_of(viewed.process.pid)) == {("127.0.0.1", viewed.port)}


def test_the_server_learns_where_things_lie_and_no_secret(viewed: Viewed, demo: Demo) -> None:
    environment = environment_of(server_of(viewed.process.pid))
    told = {name: value for name, value in environment.items() if name not in _ALLOWED}
    assert told == {
        "MM_HOME": str(demo.home),
        "MM_WAREHOUSE": str(demo.home / "data" / "mmuffin.duckdb"),
        "MM_PAGES_COMMAND": "mm --demo",
        "MM_PAGES_FOLDER": str(PROJECT_ROOT / "pages"),
    }
    assert not set(_WITH_SECRETS.values()) & set(environment.values())


def test_a_port_that_is_taken_is_told_with_the_way_out(viewed: Viewed, demo: Demo) -> None:
    done = demo.mm.run("--demo", "view", "--port", str(viewed.port))
    assert done.returncode == 2
    assert f"port {viewed.port}" in error_of(done)
    assert "--port" in error_of(done)
    assert done.stdout == ""


@pytest.mark.parametrize(
    "number",
    [signal.SIGINT, signal.SIGTERM, signal.SIGHUP],
    ids=["ctrl-c", "sigterm", "closed terminal"],
)
def test_it_ends_in_good_order_and_takes_the_server_along(built: Mm, number: int) -> None:
    process = Mm(built.home, {"MM_PORT": "0"}).start("view", "--no-browser")
    port = port_told_by(process)
    connection = connection_to(port)
    process.send_signal(number)
    rest, said = process.communicate(timeout=60)
    assert process.returncode == 0, said
    assert rest == ""
    assert "Traceback" not in said
    assert ends(connection)
    told = ["start view", "serving the pages", "stopped the pages", "end view 0"]
    assert last_run_in(built.home) == told


def test_killed_it_leaves_no_server_behind(built: Mm) -> None:
    process = built.start("view", "--no-browser", "--port", "0")
    connection = connection_to(port_told_by(process))
    process.kill()
    process.communicate(timeout=60)
    assert ends(connection)


def test_without_a_warehouse_it_says_what_to_do(mm: Mm) -> None:
    done = mm.run("view")
    assert done.returncode == 6
    assert "run `mm build`" in error_of(done)
    done = mm.run("--demo", "view")
    assert done.returncode == 6
    assert "run `mm demo`" in error_of(done)


def test_a_warehouse_without_the_tables_of_the_pages_is_to_be_built_anew(mm: Mm) -> None:
    warehouse = mm.home / "data" / "mmuffin.duckdb"
    warehouse.parent.mkdir(parents=True)
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("create table run_report as select 1 as report_count")
    assert list((PROJECT_ROOT / "models" / "marts" / "pages").glob("rpt_*.sql"))
    done = mm.run("view", "--port", "0")
    assert done.returncode == 6
    assert "older than the pages" in error_of(done)
    assert "run `mm build`" in error_of(done)


@pytest.mark.parametrize("port", ["-1", "65536", "here"])
def test_a_port_that_is_none_is_a_usage_error(mm: Mm, port: str) -> None:
    done = mm.run("view", "--port", port)
    assert done.returncode == 2
    assert "--port" in error_of(done)
