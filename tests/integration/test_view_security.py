"""The pages' server as an attacker and a careless configuration meet it. A process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.guard.loopback_only import GUARD_FOLDER
from tests.integration.mm import PROJECT_ROOT, Mm
from tests.integration.serving import doors_of, get, handshake, port_told_by

_OPEN = """
[server]
address = "0.0.0.0"
headless = false
enableCORS = false
enableXsrfProtection = false
allowedHosts = ["*"]
corsAllowedOrigins = ["http://evil.example"]
baseUrlPath = "evil"
enableStaticServing = true
enableAgentApi = true
runOnSave = true
fileWatcherType = "poll"
[browser]
serverAddress = "evil.example"
gatherUsageStats = true
[client]
allowedOrigins = ["http://evil.example"]
toolbarMode = "developer"
showErrorDetails = "full"
[theme]
base = "dark"
primaryColor = "#ff0000"
[logger]
level = "debug"
[secrets]
files = ["SECRETS"]
"""
_VARIABLES = {
    "STREAMLIT_SERVER_ADDRESS": "0.0.0.0",
    "STREAMLIT_SERVER_ENABLE_CORS": "false",
    "STREAMLIT_SERVER_ENABLE_XSRF_PROTECTION": "false",
    "STREAMLIT_SERVER_BASE_URL_PATH": "evil",
    "STREAMLIT_SERVER_ENABLE_AGENT_API": "true",
    "STREAMLIT_SERVER_COOKIE_SECRET": "evil",
    "STREAMLIT_CLIENT_TOOLBAR_MODE": "developer",
    "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "true",
    "STREAMLIT_THEME_BASE": "dark",
    "STREAMLIT_LOGGER_LEVEL": "debug",
}
# What the launcher does, but for the last step: instead of serving, every option is told.
_TELL_OPTIONS = """
import json
from app import serve

def tell(runner):
    from streamlit import config
    print(json.dumps({k: o.value for k, o in config.get_config_options().items()}, default=str))

def instead():
    from streamlit.web.server.starlette import starlette_server
    starlette_server.UvicornRunner.run = tell

serve._warm = instead
serve.main(0)
"""


def _hostile_environment(folder: Path) -> dict[str, str]:
    """An environment, home and working folder that open all doors of an unguarded Streamlit."""
    secrets = folder / "secrets.toml"
    secrets.write_text('LASTFM_API_KEY = "planted"\n')
    for place in ("home", "here"):
        (folder / place / ".streamlit").mkdir(parents=True)
        config = _OPEN.replace("SECRETS", str(secrets))
        (folder / place / ".streamlit" / "config.toml").write_text(config)
    return _environment(folder / "home") | _VARIABLES


def _environment(home: Path) -> dict[str, str]:
    mm = Mm(home)
    return mm.environment() | {"HOME": str(home), "PYTHONPATH": mm.python_path()}


@dataclass(frozen=True)
class Server:
    """A server that runs, and the file to which it writes what it has to say."""

    port: int
    pid: int
    log: Path


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, clean_environment: None) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("hostile")
    environment = _hostile_environment(folder)
    log = folder / "log"
    with log.open("w") as stderr:
        process = subprocess.Popen(
            [sys.executable, "-m", "app.serve", "0"],
            cwd=folder / "here",
            env=environment,
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
        )
    try:
        yield Server(port_told_by(process), process.pid, log)
    finally:
        process.terminate()
        process.communicate(timeout=60)


def test_a_hostile_configuration_changes_no_option(tmp_path: Path) -> None:
    hostile = _hostile_environment(tmp_path)
    plain = tmp_path / "plain"
    plain.mkdir()
    told = [
        json.loads(
            subprocess.run(
                [sys.executable, "-c", _TELL_OPTIONS],
                cwd=where,
                env=environment,
                capture_output=True,
                text=True,
                check=True,
            ).stdout
        )
        for where, environment in (
            (tmp_path / "here", hostile),
            (plain, _environment(plain)),
        )
    ]
    secrets = [options.pop("server.cookieSecret") for options in told]  # made anew each time
    assert told[0] == told[1]
    assert secrets[0] != _VARIABLES["STREAMLIT_SERVER_COOKIE_SECRET"]
    assert told[0]["server.address"] == "127.0.0.1"
    assert "evil" not in json.dumps(told[0])


def test_only_this_machine_finds_a_door(server: Server) -> None:
    assert doors_of(server.pid) == {("127.0.0.1", server.port)}


OWN, EVIL = "127.0.0.1:{port}", "evil.example:{port}"


@pytest.mark.parametrize(
    ("host", "origin", "status"),
    [
        (OWN, "http://" + OWN, 101),
        (OWN, None, 101),
        ("localhost:{port}", "http://localhost:{port}", 101),
        (OWN, "http://evil.example", 403),
        (EVIL, "http://evil.example", 403),
        (EVIL, "http://" + EVIL, 403),
        (EVIL, None, 403),
        ("evil.example", None, 403),
        # Another program's page on this machine, and a page without an address.
        (OWN, "http://127.0.0.1:9", 403),
        (OWN, "http://localhost:{port}", 403),
        (OWN, "null", 403),
    ],
)
def test_a_page_of_another_address_gets_no_session(
    server: Server, host: str, origin: str | None, status: int
) -> None:
    said = None if origin is None else origin.format(port=server.port)
    assert handshake(server.port, host.format(port=server.port), said) == status


def test_a_foreign_host_gets_no_file_either(server: Server) -> None:
    assert get(server.port, "/", f"127.0.0.1:{server.port}") == 200
    assert get(server.port, "/", f"evil.example:{server.port}") == 403
    assert get(server.port, "/_stcore/health", "127.0.0.1", "http://evil.example") == 403


def test_nobody_is_called_not_even_when_a_page_is_turned_away(server: Server) -> None:
    assert handshake(server.port, f"127.0.0.1:{server.port}", "http://evil.example") == 403
    assert "network guard" not in server.log.read_text()
    # The same guard would have told: an unguarded Streamlit asks the internet who it is.
    asking = subprocess.run(
        [sys.executable, "-c", "from streamlit import net_util; net_util.get_external_ip()"],
        env=_environment(server.log.parent) | {"PYTHONPATH": str(GUARD_FOLDER)},
        cwd=PROJECT_ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "network guard" in asking.stderr


def test_what_is_asked_of_a_stranger_is_answered_here(tmp_path: Path) -> None:
    """Streamlit's private names are still the ones that we set."""
    code = (
        "from app.serve import _call_nobody; _call_nobody(); from streamlit import net_util;"
        "print(net_util.get_external_ip(), net_util.get_internal_ip())"
    )
    told = subprocess.run(
        [sys.executable, "-c", code],
        env=_environment(tmp_path),
        cwd=PROJECT_ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.split() == ["127.0.0.1", "127.0.0.1"]
    assert "network guard" not in told.stderr
